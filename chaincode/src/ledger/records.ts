import {
  toCurrentLicense,
  toCurrentStep,
  type AgreeSuccessionResult,
  type Digest,
  type ErasureRecord,
  type GrantRecord,
  type GrantResult,
  type GrantWithdrawal,
  type ImportLicensesResult,
  type IssueResult,
  type LicenseRecord,
  type LicenseRecord1,
  type LicenseTypeRecord,
  type OperationResult,
  type PresentationRecord,
  type PresentResult,
  type PurgeRecord,
  type PurgeResult,
  type RedeemResult,
  type RedemptionRecord,
  type RegisterTypeResult,
  type SuccessionRecord,
  type TraceStep,
  type TraceStep1,
  type UseRecord,
  type UseResult,
} from '@shengjing/core';

/** One version of a license, and where its private part is. */
export interface LicenseVersionRecord {
  readonly schema: 'license-version/2';
  readonly license: LicenseRecord;
  /** Random key of the private part in the implicit collections of the parties, 32 hexadecimal digits. */
  readonly privateHandle: string;
}

/** What a request led to. */
export type RequestOutcome =
  | RegisterTypeResult
  | IssueResult
  | ImportLicensesResult
  | OperationResult
  | GrantResult
  | UseResult
  | PresentResult
  | RedeemResult
  | PurgeResult
  | AgreeSuccessionResult;

/** A request that was carried out once and for all. */
export interface RequestRecord {
  readonly schema: 'request/1';
  /** Digests of the transaction's name and whole body, private parts with their salts included. */
  readonly body: readonly Digest[];
  readonly outcome: RequestOutcome;
}

/** A holder reference that is taken. */
export interface HolderReferenceRecord {
  readonly schema: 'holder-reference/1';
  readonly txId: string;
}

/** An entry of a list of licenses; its key says which. */
export interface LicenseReferenceRecord {
  readonly schema: 'license-reference/1';
  readonly type: string;
  readonly issuer: string;
  readonly serial: string;
}

/** A transfer that another district has completed. */
export interface TransferRecord {
  readonly schema: 'transfer/1';
  /** The license that took over. */
  readonly identifier: string;
  readonly txId: string;
}

/** A use of a limited grant that is taken. */
export interface GrantSlotRecord {
  readonly schema: 'grant-slot/1';
  readonly txId: string;
}

/** Everything that the public state holds; each kind is known by its `schema`. */
export type StateRecord =
  | LicenseTypeRecord
  | LicenseRecord
  | LicenseVersionRecord
  | LicenseReferenceRecord
  | TraceStep
  | TransferRecord
  | RequestRecord
  | HolderReferenceRecord
  | SuccessionRecord
  | GrantRecord
  | GrantWithdrawal
  | GrantSlotRecord
  | UseRecord
  | PresentationRecord
  | RedemptionRecord
  | ErasureRecord
  | PurgeRecord;

/** Forms that earlier versions of the contract have written. */
export type EarlierRecord =
  | LicenseRecord1
  | TraceStep1
  | { readonly schema: 'license-version/1'; readonly license: LicenseRecord1; readonly privateHandle: string };

/** Name and version of a kind of record. */
export type StateSchema = StateRecord['schema'];

/** The kind of record with this schema. */
export type RecordOf<Schema extends StateSchema> = Extract<StateRecord, { readonly schema: Schema }>;

/** A record in its current form. */
export function toCurrentRecord(record: StateRecord | EarlierRecord): StateRecord {
  if (record.schema === 'license/1') {
    return toCurrentLicense(record);
  }
  if (record.schema === 'license-step/1') {
    return toCurrentStep(record);
  }
  return record.schema === 'license-version/1'
    ? { ...record, schema: 'license-version/2', license: toCurrentLicense(record.license) }
    : record;
}
