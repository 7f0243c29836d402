import type { LicenseOperation, LicenseStatus } from '@shengjing/core';

/** Status 失效. */
export const STATUS_LAPSED: LicenseStatus = '05';

/** Status 办理转出. */
export const STATUS_TRANSFERRED_OUT: LicenseStatus = '06';

/** Operation 转入. */
export const OPERATION_TRANSFER_IN: LicenseOperation = '08';

/** Operation 其他. */
export const OPERATION_OTHER: LicenseOperation = '07';
