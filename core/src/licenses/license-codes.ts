/** Names of a code in both languages. */
export interface CodeNames {
  readonly en: string;
  readonly zh: string;
}

/** Status of a license (证照状态), as national samples of electronic licenses code it. */
export const LICENSE_STATUSES = {
  '01': { en: 'valid', zh: '有效' },
  '02': { en: 'suspended', zh: '暂扣' },
  '03': { en: 'revoked, should not have been granted', zh: '撤销' },
  '04': { en: 'cancelled, procedural end', zh: '注销' },
  '05': { en: 'lapsed', zh: '失效' },
  '06': { en: 'transferred out', zh: '办理转出' },
  '07': { en: 'withdrawn as a penalty', zh: '吊销' },
  '99': { en: 'other', zh: '其他' },
} as const satisfies Record<string, CodeNames>;

/** A status code, two digits. */
export type LicenseStatus = keyof typeof LICENSE_STATUSES;

/** Operation on a license (业务操作), as national samples of electronic licenses code it. */
export const LICENSE_OPERATIONS = {
  '01': { en: 'issue', zh: '新发' },
  '02': { en: 'extend', zh: '延续' },
  '03': { en: 'suspend', zh: '暂扣' },
  '04': { en: 'expire', zh: '过期失效' },
  '05': { en: 'cancel, revoke, withdraw or transfer out', zh: '注销/撤销/吊销/转出' },
  '06': { en: 'return after suspension', zh: '暂扣发还' },
  '07': { en: 'other', zh: '其他' },
  '08': { en: 'transfer in', zh: '转入' },
  '09': { en: 'change', zh: '变更' },
  '10': { en: 'cancel the transfer out', zh: '取消转出' },
} as const satisfies Record<string, CodeNames>;

/** An operation code, two digits. */
export type LicenseOperation = keyof typeof LICENSE_OPERATIONS;

/** Every status code. */
export const LICENSE_STATUS_CODES = Object.keys(LICENSE_STATUSES).sort() as LicenseStatus[];

/** Every operation code. */
export const LICENSE_OPERATION_CODES = Object.keys(LICENSE_OPERATIONS).sort() as LicenseOperation[];

/** Status 有效. */
export const STATUS_VALID: LicenseStatus = '01';

/** Operation 新发. */
export const OPERATION_ISSUE: LicenseOperation = '01';
