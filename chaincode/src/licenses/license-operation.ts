import type {
  Change,
  LicenseOperation,
  LicenseRecord,
  LicenseStatus,
  OperationResult,
  RecordedRefusalCode,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { licenseKey, statusReferenceKey, versionKey } from '../ledger/keys';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import { newStep, type StepDetails } from './license-step';
import { newStatusReference } from './references';

/** Why an operation on a version of a license is refused whatever it is, or undefined. */
export function findRefusal(
  { license }: LicenseVersionRecord,
  from: readonly LicenseStatus[],
): RecordedRefusalCode | undefined {
  if (license.next !== null) {
    return 'VERSION_NOT_CURRENT';
  }
  return from.includes(license.status) ? undefined : 'STATUS_NOT_ALLOWED';
}

/**
 * A step that leaves the version of a license current.
 *
 * @param version - The version before the step.
 * @param change - What the step changes of it.
 */
export function newOperation(
  stub: Stub,
  official: Official,
  version: LicenseVersionRecord,
  change: Partial<LicenseRecord> & Pick<LicenseRecord, 'lastEffectiveAt'>,
  details: StepDetails,
): Effects {
  const before = version.license;
  const after: LicenseRecord = { ...before, ...change, lastStep: before.lastStep + 1 };
  return {
    owner: after.mspId,
    creates: [newStep(stub, official, after, details)],
    updates: [
      [licenseKey(stub, after), after],
      [versionKey(stub, after), { ...version, license: after }],
    ],
    ...(after.status !== before.status && {
      references: [newStatusReference(stub, after)],
      deletes: [statusReferenceKey(stub, before.status, before)],
    }),
    ...newDone(stub, after, details),
  };
}

/** What is told of an operation that was carried out, and answered. */
export function newDone(
  stub: Stub,
  { identifier, status }: LicenseRecord,
  { operation, previous = null, transferTo = null }: StepDetails,
): { changes: Change[]; outcome: OperationResult } {
  return {
    changes: [{ kind: 'license-operated', identifier, previous, operation, status, transferTo }],
    outcome: { schema: 'operation-result/1', outcome: 'done', identifier, status, txId: stub.getTxID() },
  };
}

/**
 * A refusal on business grounds: nothing but its record.
 *
 * @param identifier - The version that the operation was asked for.
 */
export function newRefusedOperation(
  stub: Stub,
  identifier: string,
  operation: LicenseOperation,
  code: RecordedRefusalCode,
): Effects {
  return {
    changes: [{ kind: 'license-operation-refused', identifier, operation, code }],
    outcome: { schema: 'operation-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}
