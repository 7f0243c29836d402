import {
  CodedError,
  type AmendTypeRequest,
  type LicenseType,
  type LicenseTypeRecord,
  type RegisterTypeRequest,
  type RegisterTypeResult,
} from '@shengjing/core';
import type { Effects } from '../ledger/effects';
import { typeKey, typeVersionKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';

const FIRST_VERSION = 1;

/**
 * The current definition of a license type.
 *
 * @throws CodedError TYPE_NOT_FOUND.
 */
export async function loadType(stub: Stub, code: string): Promise<LicenseTypeRecord> {
  const record = await readState(stub, typeKey(stub, code), 'license-type/1');
  if (record === undefined) {
    throw new CodedError('TYPE_NOT_FOUND');
  }
  return record;
}

/** @throws CodedError TYPE_EXISTS. */
export async function assertTypeAbsent(stub: Stub, code: string): Promise<void> {
  if ((await readState(stub, typeKey(stub, code), 'license-type/1')) !== undefined) {
    throw new CodedError('TYPE_EXISTS');
  }
}

/** The first definition of a license type. */
export function newTypeRegistration(stub: Stub, { type }: RegisterTypeRequest): Effects {
  const record = newTypeRecord(stub, FIRST_VERSION, type);
  return {
    creates: [
      [typeKey(stub, type.code), record],
      [typeVersionKey(stub, type.code, record.version), record],
    ],
    changes: [{ kind: 'license-type-registered', code: type.code, version: record.version }],
    outcome: newTypeResult(record),
  };
}

/**
 * The next definition of a license type. Licenses that exist keep the definition that they were issued by.
 *
 * @throws CodedError TYPE_VERSION_STALE when another definition than the current one is amended.
 */
export function newTypeAmendment(stub: Stub, current: LicenseTypeRecord, { basedOn, type }: AmendTypeRequest): Effects {
  if (basedOn !== current.version) {
    throw new CodedError('TYPE_VERSION_STALE', { current: current.version });
  }
  const record = newTypeRecord(stub, current.version + 1, type);
  return {
    creates: [[typeVersionKey(stub, type.code, record.version), record]],
    updates: [[typeKey(stub, type.code), record]],
    changes: [{ kind: 'license-type-amended', code: type.code, version: record.version }],
    outcome: newTypeResult(record),
  };
}

function newTypeRecord(stub: Stub, version: number, type: LicenseType): LicenseTypeRecord {
  return { schema: 'license-type/1', version, type, recordedAt: readTransactionTime(stub), txId: stub.getTxID() };
}

function newTypeResult({ type: { code }, version, txId }: LicenseTypeRecord): RegisterTypeResult {
  return { schema: 'license-type-result/1', code, version, txId };
}
