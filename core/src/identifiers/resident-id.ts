import { isCalendarDate } from '../time/calendar-date';

const SHAPE = /^[1-9][0-9]{16}[0-9X]$/u;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

/**
 * Whether the text is a citizen's identity number (公民身份号码, GB 11643): division, an existing date of birth,
 * sequence and check character, 18 characters in all.
 */
export function isResidentId(text: string): boolean {
  return SHAPE.test(text) && hasDate(text) && text.charAt(WEIGHTS.length) === computeResidentIdCheck(text.slice(0, -1));
}

/**
 * Check character of a citizen's identity number.
 *
 * @param body - The first 17 digits.
 * @throws RangeError when the body is not 17 digits.
 */
export function computeResidentIdCheck(body: string): string {
  if (!/^[0-9]{17}$/u.test(body)) {
    throw new RangeError('the body of an identity number is 17 digits');
  }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return CHECKS.charAt(sum % CHECKS.length);
}

function hasDate(text: string): boolean {
  return isCalendarDate(`${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`);
}
