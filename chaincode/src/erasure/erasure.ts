import {
  CodedError,
  type EraseHolderRequest,
  type ErasureRecord,
  type PurgeRecord,
  type PurgeResult,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { erasureKey, purgeKey } from '../ledger/keys';
import type { StateWrite } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { findErasure } from '../licenses/erased-holder';
import type { Purged } from './purge';

/**
 * The erasure of a holder.
 *
 * @throws CodedError ERASURE_NOT_FOUND.
 */
export async function loadErasure(stub: Stub, holderRef: string): Promise<ErasureRecord> {
  const erasure = await findErasure(stub, holderRef);
  if (erasure === undefined) {
    throw new CodedError('ERASURE_NOT_FOUND');
  }
  return erasure;
}

/** The decision to erase, with the first purge, which is the city's. */
export function newErasure(stub: Stub, official: Official, request: EraseHolderRequest, purged: Purged): Effects {
  const { holderRef, reason } = request;
  const erasure: ErasureRecord = {
    schema: 'erasure/1',
    holderRef,
    reason,
    ...toActor(official),
    recordedAt: readTransactionTime(stub),
    txId: stub.getTxID(),
  };
  const { creates, changes, outcome } = newPurge(stub, official, holderRef, purged);
  return {
    creates: [[erasureKey(stub, holderRef), erasure], ...creates],
    changes: [{ kind: 'holder-erased', holderRef }, ...changes],
    outcome,
  };
}

/** What an organisation has purged of its own collection. */
export function newPurge(
  stub: Stub,
  { mspId }: Official,
  holderRef: string,
  { purged, remaining }: Purged,
): Effects & { readonly creates: readonly StateWrite[]; readonly outcome: PurgeResult } {
  const txId = stub.getTxID();
  const about = { holderRef, mspId, purged, remaining };
  const record: PurgeRecord = { schema: 'purge/1', ...about, recordedAt: readTransactionTime(stub), txId };
  return {
    creates: [[purgeKey(stub, holderRef, mspId, txId), record]],
    changes: [{ kind: 'private-purged', holderRef, mspId, remaining }],
    outcome: { schema: 'purge-result/1', ...about, txId },
  };
}
