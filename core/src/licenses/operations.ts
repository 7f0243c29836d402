import type { CodeNames, LicenseOperation, LicenseStatus } from './license-codes';

/**
 * Reasons of operations. Those of 撤销 and 注销 follow articles 69 and 70 of the Administrative Licensing Law
 * (行政许可法).
 */
export const OPERATION_REASONS = {
  ON_REQUEST: { en: 'on request of the holder', zh: '持有主体申请' },
  DATA_CHANGED: { en: 'what the license states has changed', zh: '登记事项变更' },
  DATA_CORRECTED: { en: 'an error was corrected', zh: '更正错误' },
  REISSUED: { en: 'reissued after loss or damage', zh: '遗失或损毁补发' },
  UNDER_INVESTIGATION: { en: 'under investigation', zh: '立案调查' },
  RECTIFICATION_ORDERED: { en: 'ordered to rectify', zh: '责令整改' },
  TEMPORARY_PENALTY: { en: 'temporary penalty', zh: '行政处罚暂扣' },
  RECTIFIED: { en: 'rectified', zh: '整改完成' },
  PERIOD_SERVED: { en: 'the period of suspension has ended', zh: '暂扣期满' },
  FINDING_WITHDRAWN: { en: 'the finding was withdrawn', zh: '撤案' },
  VALIDITY_ENDED: { en: 'the validity ended', zh: '有效期届满' },
  SERIOUS_VIOLATION: { en: 'serious violation of law', zh: '违法情节严重' },
  REPEATED_VIOLATION: { en: 'repeated violation of law', zh: '多次违法' },
  ABUSE_OF_OFFICE: { en: 'granted by abuse or neglect of office', zh: '工作人员滥用职权、玩忽职守作出' },
  BEYOND_AUTHORITY: { en: 'granted beyond authority', zh: '超越法定职权作出' },
  PROCEDURE_VIOLATED: { en: 'granted in violation of procedure', zh: '违反法定程序作出' },
  NOT_ELIGIBLE: { en: 'granted to someone not eligible', zh: '对不具备资格或条件者作出' },
  OBTAINED_BY_FRAUD: { en: 'obtained by fraud or bribery', zh: '以欺骗、贿赂等不正当手段取得' },
  NOT_RENEWED: { en: 'the validity ended and was not renewed', zh: '有效期届满未延续' },
  HOLDER_INCAPABLE: { en: 'the holder died or lost capacity', zh: '公民死亡或丧失行为能力' },
  ENTITY_TERMINATED: { en: 'the enterprise was terminated', zh: '法人或其他组织终止' },
  FORCE_MAJEURE: { en: 'force majeure made it impossible', zh: '不可抗力致无法实施' },
  MOVED: { en: 'the holder moved to another district', zh: '迁往其他区县' },
  AUTHORITY_CHANGED: { en: 'the competent authority changed', zh: '主管机关变更' },
  SEALED: { en: 'the issuer sealed it', zh: '颁发机构签章' },
} as const satisfies Record<string, CodeNames>;

/** Code of a reason. */
export type OperationReason = keyof typeof OPERATION_REASONS;

/** Every code of a reason. */
export const OPERATION_REASON_CODES = Object.keys(OPERATION_REASONS) as [OperationReason, ...OperationReason[]];

/** What an operation that only changes the status of a license does. */
export interface StatusOperation extends CodeNames {
  /** National operation code that the step bears. */
  readonly operation: LicenseOperation;
  /** Statuses that allow it. */
  readonly from: readonly LicenseStatus[];
  /** Status after it. */
  readonly to: LicenseStatus;
  readonly reasons: readonly [OperationReason, ...OperationReason[]];
  /** Whether the city may do it for a district that is gone, when two other districts have agreed. */
  readonly bySuccessor: boolean;
}

const LIVING = ['01', '02'] as const;
const LIVING_OR_LAPSED = ['01', '02', '05'] as const;

/** The operations that only change the status of a license, by the name of their transaction. */
export const STATUS_OPERATIONS = {
  suspend: {
    en: 'suspend',
    zh: '暂扣',
    operation: '03',
    from: ['01'],
    to: '02',
    reasons: ['UNDER_INVESTIGATION', 'RECTIFICATION_ORDERED', 'TEMPORARY_PENALTY'],
    bySuccessor: false,
  },
  reinstate: {
    en: 'return after suspension',
    zh: '暂扣发还',
    operation: '06',
    from: ['02'],
    to: '01',
    reasons: ['RECTIFIED', 'PERIOD_SERVED', 'FINDING_WITHDRAWN'],
    bySuccessor: false,
  },
  expire: {
    en: 'record the end of validity',
    zh: '过期失效',
    operation: '04',
    from: LIVING,
    to: '05',
    reasons: ['VALIDITY_ENDED'],
    bySuccessor: false,
  },
  withdraw: {
    en: 'withdraw as a penalty',
    zh: '吊销',
    operation: '05',
    from: LIVING,
    to: '07',
    reasons: ['SERIOUS_VIOLATION', 'REPEATED_VIOLATION'],
    bySuccessor: true,
  },
  revoke: {
    en: 'revoke, as it should not have been granted',
    zh: '撤销',
    operation: '05',
    from: LIVING_OR_LAPSED,
    to: '03',
    reasons: ['ABUSE_OF_OFFICE', 'BEYOND_AUTHORITY', 'PROCEDURE_VIOLATED', 'NOT_ELIGIBLE', 'OBTAINED_BY_FRAUD'],
    bySuccessor: true,
  },
  cancel: {
    en: 'cancel, the procedural end',
    zh: '注销',
    operation: '05',
    from: LIVING_OR_LAPSED,
    to: '04',
    reasons: ['ON_REQUEST', 'NOT_RENEWED', 'HOLDER_INCAPABLE', 'ENTITY_TERMINATED', 'FORCE_MAJEURE'],
    bySuccessor: true,
  },
  transferOut: {
    en: 'transfer out',
    zh: '转出',
    operation: '05',
    from: ['01'],
    to: '06',
    reasons: ['MOVED', 'AUTHORITY_CHANGED'],
    bySuccessor: true,
  },
  cancelTransfer: {
    en: 'cancel the transfer out',
    zh: '取消转出',
    operation: '10',
    from: ['06'],
    to: '01',
    reasons: ['ON_REQUEST', 'DATA_CORRECTED'],
    bySuccessor: true,
  },
} as const satisfies Record<string, StatusOperation>;

/** Name of an operation that only changes the status of a license. */
export type StatusOperationName = keyof typeof STATUS_OPERATIONS;

/** Every name of an operation that only changes the status. */
export const STATUS_OPERATION_NAMES = Object.keys(STATUS_OPERATIONS) as [StatusOperationName, ...StatusOperationName[]];

/** An operation that makes a new version of a license. */
export interface VersionOperation extends CodeNames {
  readonly operation: LicenseOperation;
  readonly reasons: readonly [OperationReason, ...OperationReason[]];
}

/** The operations that make a new version of a license, by the name of their transaction. */
export const VERSION_OPERATIONS = {
  change: {
    en: 'change',
    zh: '变更',
    operation: '09',
    reasons: ['DATA_CHANGED', 'DATA_CORRECTED', 'REISSUED', 'ON_REQUEST'],
  },
  renew: { en: 'renew', zh: '延续', operation: '02', reasons: ['ON_REQUEST'] },
} as const satisfies Record<string, VersionOperation>;

/** Name of an operation that makes a new version. */
export type VersionOperationName = keyof typeof VERSION_OPERATIONS;
