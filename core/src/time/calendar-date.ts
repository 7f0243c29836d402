const MINUTE = 60_000;
const CHINA_OFFSET = 8 * 60 * MINUTE;
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether the text is a date of the calendar, `YYYY-MM-DD`, that exists. */
export function isCalendarDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(text)) {
    return false;
  }
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Whether the text is an instant in UTC with milliseconds, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function isInstant(text: string): boolean {
  return isCalendarDate(text.slice(0, 10)) && /^.{10}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{3}Z$/u.test(text);
}

/**
 * The date on the calendar of China (UTC+8, no summer time) at an instant. Dates of validity are meant on it. The last
 * one is 9999-12-31: a longer year would compare wrong.
 *
 * @param instant - ISO 8601 in UTC, or a Date.
 */
export function toChinaDate(instant: string | Date): string {
  return new Date(Math.min(new Date(instant).getTime() + CHINA_OFFSET, LAST_INSTANT)).toISOString().slice(0, 10);
}

/** Whether the last day of a period is over in China at an instant; null means that it has none. */
export function isDayOver(until: string | null, at: string): boolean {
  return until !== null && toChinaDate(at) > until;
}

/** Whether a date lies in a period; both ends belong to it, and null means that it has no end. */
export function isDateWithin(date: string, from: string, until: string | null): boolean {
  return from <= date && (until === null || date <= until);
}
