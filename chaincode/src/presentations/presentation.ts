import {
  CodedError,
  MAX_PRESENTATION_SECONDS,
  type LicenseRecord,
  type PresentationRecord,
  type PresentRequest,
  type RecordedRefusalCode,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { presentationKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';

/**
 * A presentation.
 *
 * @throws CodedError PRESENTATION_NOT_FOUND.
 */
export async function loadPresentation(stub: Stub, codeHash: string): Promise<PresentationRecord> {
  const presentation = await findPresentation(stub, codeHash);
  if (presentation === undefined) {
    throw new CodedError('PRESENTATION_NOT_FOUND');
  }
  return presentation;
}

/** @throws CodedError PRESENTATION_EXISTS. */
export async function assertPresentationAbsent(stub: Stub, codeHash: string): Promise<void> {
  if ((await findPresentation(stub, codeHash)) !== undefined) {
    throw new CodedError('PRESENTATION_EXISTS');
  }
}

/**
 * Asserts that the presentation ends after it begins, and soon.
 *
 * @throws CodedError INVALID_INPUT.
 */
export function assertShortLived(stub: Stub, { expiresAt }: PresentRequest): void {
  const now = stub.getDateTimestamp().getTime();
  const latest = new Date(now + MAX_PRESENTATION_SECONDS * 1000).toISOString();
  if (expiresAt <= readTransactionTime(stub)) {
    throw newExpiryError('in-the-past');
  }
  if (expiresAt > latest) {
    throw newExpiryError('too-late');
  }
}

/** A new presentation: digests of the code and of what is shown, nothing of either. */
export function newPresentation(
  stub: Stub,
  official: Official,
  { mspId }: LicenseRecord,
  { identifier, codeHash, shownHash, expiresAt }: PresentRequest,
): Effects {
  const txId = stub.getTxID();
  const presentation: PresentationRecord = {
    schema: 'presentation/1',
    identifier,
    codeHash,
    shownHash,
    expiresAt,
    ...toActor(official),
    recordedAt: readTransactionTime(stub),
    txId,
  };
  return {
    creates: [[presentationKey(stub, codeHash), presentation]],
    changes: [{ kind: 'license-presented', identifier, licenseMspId: mspId }],
    outcome: { schema: 'present-result/1', outcome: 'presented', expiresAt, txId },
  };
}

/** A refusal to present: nothing but its record. */
export function newRefusedPresentation(
  stub: Stub,
  { identifier, mspId }: LicenseRecord,
  code: RecordedRefusalCode,
): Effects {
  return {
    changes: [{ kind: 'presentation-refused', identifier, licenseMspId: mspId, code }],
    outcome: { schema: 'present-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}

function findPresentation(stub: Stub, codeHash: string): Promise<PresentationRecord | undefined> {
  return readState(stub, presentationKey(stub, codeHash), 'presentation/1');
}

function newExpiryError(issue: string): CodedError {
  return new CodedError('INVALID_INPUT', { issues: [{ path: 'expiresAt', issue }] });
}
