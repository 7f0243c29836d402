import type {
  Digest,
  IssueResult,
  LicenseRecord,
  LicenseTypeRecord,
  RegisterTypeResult,
  TraceStep,
} from '@shengjing/core';

/** One version of a license, and where its private part is. */
export interface LicenseVersionRecord {
  readonly schema: 'license-version/1';
  readonly license: LicenseRecord;
  /** Random key of the private part in the implicit collections of the parties, 32 hexadecimal digits. */
  readonly privateHandle: string;
}

/** What a request led to. */
export type RequestOutcome = RegisterTypeResult | IssueResult;

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

/** Everything that the public state holds; each kind is known by its `schema`. */
export type StateRecord =
  | LicenseTypeRecord
  | LicenseRecord
  | LicenseVersionRecord
  | TraceStep
  | RequestRecord
  | HolderReferenceRecord;

/** Name and version of a kind of record. */
export type StateSchema = StateRecord['schema'];

/** The kind of record with this schema. */
export type RecordOf<Schema extends StateSchema> = Extract<StateRecord, { readonly schema: Schema }>;
