const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9ABCDEFGHJKLMNPQRTUWXY]{2}[0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{10}$/u;
const BODY = /^[0-9ABCDEFGHJKLMNPQRTUWXY]{17}$/u;
const MODULUS = 31;
const BODY_LENGTH = 17;

/** Whether the text is a unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last a check. */
export function isUscc(text: string): boolean {
  return SHAPE.test(text) && text.charAt(BODY_LENGTH) === computeUsccCheck(text.slice(0, BODY_LENGTH));
}

/** Digits 3 to 8 of a credit code: the division whose authority registered the body (GB 32100). */
export function registeredDivision(uscc: string): string {
  return uscc.slice(2, 8);
}

/**
 * Check character of a unified social credit code.
 *
 * @param body - The first 17 characters.
 * @throws RangeError when the body is not 17 characters of the alphabet of GB 32100.
 */
export function computeUsccCheck(body: string): string {
  if (!BODY.test(body)) {
    throw new RangeError('the body of a credit code is 17 characters of its alphabet');
  }
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % MODULUS;
  }
  return ALPHABET.charAt((MODULUS - (sum % MODULUS)) % MODULUS);
}
