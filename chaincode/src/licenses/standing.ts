import { judgeStatus, type LicenseRecord } from '@shengjing/core';

/** Whether a version of a license is the current one and in force at an instant. */
export function isCurrentInForce(license: LicenseRecord, at: string): boolean {
  return license.next === null && judgeStatus(license, at) === 'IN_FORCE';
}
