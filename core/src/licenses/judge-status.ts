import type { LicenseRecord } from '../schemas/license-record';
import type { LicenseType } from '../schemas/license-type';
import type { NamedVerdict } from '../schemas/verification';
import { isDateWithin, toChinaDate } from '../time/calendar-date';
import { STATUS_VALID } from './license-codes';
import { VERDICT_CATALOGUE, type VerdictCode, type VerdictName } from './verdict-codes';

/** What the status of a license rests on. */
export type StatusFacts = Pick<LicenseRecord, 'status' | 'validFrom' | 'validUntil' | 'effectiveAt'>;

/** Fields that a verdict has beyond its name and code. */
export type VerdictExtra = Pick<NamedVerdict, 'fault' | 'status' | 'at'>;

/** A verdict with the outcome that the catalogue gives its code. */
export function newVerdict(name: VerdictName, code: VerdictCode, extra: VerdictExtra = {}): NamedVerdict {
  return { name, verdict: VERDICT_CATALOGUE[code].verdict, code, ...extra };
}

/**
 * Judges the status of a license at an instant. Days of validity are days of China, both ends included.
 *
 * @param at - Instant in UTC with milliseconds.
 * @returns IN_FORCE, NOT_YET_ISSUED, STATUS_NOT_VALID, NOT_YET_VALID or EXPIRED.
 */
export function judgeStatus(facts: StatusFacts, at: string): VerdictCode {
  if (at < facts.effectiveAt) {
    return 'NOT_YET_ISSUED';
  }
  if (facts.status !== STATUS_VALID) {
    return 'STATUS_NOT_VALID';
  }
  const date = toChinaDate(at);
  if (date < facts.validFrom) {
    return 'NOT_YET_VALID';
  }
  return isDateWithin(date, facts.validFrom, facts.validUntil) ? 'IN_FORCE' : 'EXPIRED';
}

/** Whether licenses of a type are issued at an instant. */
export function isTypeInForce(type: Pick<LicenseType, 'inForceFrom' | 'inForceUntil'>, at: string): boolean {
  return isDateWithin(toChinaDate(at), type.inForceFrom, type.inForceUntil);
}
