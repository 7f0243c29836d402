const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MODULUS = 36;

/**
 * Check character of ISO 7064 MOD 37,36 over a body of 0-9A-Z.
 *
 * @throws RangeError when the body is empty or holds another character.
 */
export function computeMod3736(body: string): string {
  if (!/^[0-9A-Z]+$/u.test(body)) {
    throw new RangeError('the body of a MOD 37,36 check is of 0-9A-Z');
  }
  let product = MODULUS;
  for (const character of body) {
    const sum = (product + ALPHABET.indexOf(character)) % MODULUS;
    product = (2 * (sum === 0 ? MODULUS : sum)) % (MODULUS + 1);
  }
  return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS);
}
