import {
  judgeStatus,
  type Change,
  type GrantRecord,
  type LicenseRecord,
  type RecordedRefusalCode,
  type UseRecord,
  type UseRequest,
  type UseResult,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { grantSlotKey, useKey } from '../ledger/keys';
import type { StateWrite } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { aboutGrant, findWithdrawal } from './grant';
import { findFreeSlot } from './slots';
import { isCurrentInForce } from '../licenses/standing';

/** All that a use was asked with, and what it is judged by. */
export interface UseOrder {
  readonly request: UseRequest;
  readonly official: Official;
  readonly license: LicenseRecord;
  readonly grant: GrantRecord;
}

/** How a use was decided. */
export type UseDecision =
  | { readonly outcome: 'used'; readonly code: null; readonly slot: number | null }
  | { readonly outcome: 'refused'; readonly code: RecordedRefusalCode; readonly slot: null };

/** Decides a use; the first check that fails is the reason of its refusal. */
export async function decideUse(stub: Stub, order: UseOrder): Promise<UseDecision> {
  const code = await findRefusal(stub, order);
  if (code !== undefined) {
    return newRefusal(code);
  }
  const { grantId, uses } = order.grant;
  const slot = uses === null ? null : await findFreeSlot(stub, grantId, uses);
  return slot === undefined ? newRefusal('GRANT_EXHAUSTED') : { outcome: 'used', code: null, slot };
}

/** A use or a refused use: both are recorded. */
export function newUse(stub: Stub, order: UseOrder, decision: UseDecision): Effects {
  const use = newUseRecord(stub, order, decision);
  return {
    creates: [[useKey(stub, order.license, use.recordedAt, use.txId), use], ...newSlot(stub, use)],
    changes: [newChange(order, decision)],
    outcome: newOutcome(stub, decision),
  };
}

async function findRefusal(stub: Stub, order: UseOrder): Promise<RecordedRefusalCode | undefined> {
  const { grant, license } = order;
  const now = readTransactionTime(stub);
  if (!isInScope(order)) {
    return 'USE_OUT_OF_SCOPE';
  }
  if ((await findWithdrawal(stub, grant.grantId)) !== undefined) {
    return 'GRANT_WITHDRAWN';
  }
  if (now >= grant.until) {
    return 'GRANT_EXPIRED';
  }
  return isCurrentInForce(license, now) ? undefined : 'LICENSE_NOT_IN_FORCE';
}

/** Whether it is the grantee, inside its own organisation, who uses the license for what the grant is for. */
function isInScope({ request, official, grant }: UseOrder): boolean {
  const isGrantee = official.department === grant.grantee && official.mspId === grant.granteeMspId;
  return isGrantee && request.purpose === grant.purpose && request.item === grant.item;
}

function newRefusal(code: RecordedRefusalCode): UseDecision {
  return { outcome: 'refused', code, slot: null };
}

function newUseRecord(stub: Stub, { request, official, license }: UseOrder, decision: UseDecision): UseRecord {
  const { identifier, grantId, purpose, item } = request;
  const recordedAt = readTransactionTime(stub);
  return {
    schema: 'use/1',
    identifier,
    grantId,
    purpose,
    item,
    ...decision,
    status: license.status,
    standing: judgeStatus(license, recordedAt),
    ...toActor(official),
    recordedAt,
    txId: stub.getTxID(),
  };
}

function newSlot(stub: Stub, { grantId, slot, txId }: UseRecord): StateWrite[] {
  return slot === null ? [] : [[grantSlotKey(stub, grantId, slot), { schema: 'grant-slot/1', txId }]];
}

function newChange({ license, grant, official: { department } }: UseOrder, decision: UseDecision): Change {
  const about = { ...aboutGrant(license, grant), department };
  return decision.outcome === 'used'
    ? { kind: 'license-used', ...about }
    : { kind: 'license-use-refused', ...about, code: decision.code };
}

function newOutcome(stub: Stub, decision: UseDecision): UseResult {
  const schema = 'use-result/1';
  const txId = stub.getTxID();
  return decision.outcome === 'used'
    ? { schema, outcome: 'used', slot: decision.slot, txId }
    : { schema, outcome: 'refused', code: decision.code, txId };
}
