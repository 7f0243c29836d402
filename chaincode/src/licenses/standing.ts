import { judgeStatus, toChinaDate, type LicenseRecord } from '@shengjing/core';

/** Whether a version of a license is the current one and in force at an instant. */
export function isCurrentInForce(license: LicenseRecord, at: string): boolean {
  return license.next === null && judgeStatus(license, at) === 'IN_FORCE';
}

/** Whether the days of validity of a version are over at an instant. */
export function isValidityOver({ validUntil }: LicenseRecord, at: string): boolean {
  return validUntil !== null && toChinaDate(at) > validUntil;
}
