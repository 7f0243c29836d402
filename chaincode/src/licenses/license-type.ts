import { CodedError, type LicenseTypeRecord, type RegisterTypeRequest } from '@shengjing/core';
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
  const { code } = type;
  const version = FIRST_VERSION;
  const txId = stub.getTxID();
  const record: LicenseTypeRecord = {
    schema: 'license-type/1',
    version,
    type,
    recordedAt: readTransactionTime(stub),
    txId,
  };
  return {
    creates: [
      [typeKey(stub, code), record],
      [typeVersionKey(stub, code, version), record],
    ],
    changes: [{ kind: 'license-type-registered', code, version }],
    outcome: { schema: 'license-type-result/1', code, version, txId },
  };
}
