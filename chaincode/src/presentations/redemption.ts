import type {
  LicenseRecord,
  PresentationRecord,
  RecordedRefusalCode,
  RedemptionRecord,
  Verification,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { redemptionKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';

/** Why a presentation cannot be redeemed, or undefined when it can. */
export async function findObstacle(stub: Stub, presentation: PresentationRecord): Promise<RecordedRefusalCode | undefined> {
  const key = redemptionKey(stub, presentation.codeHash);
  if ((await readState(stub, key, 'redemption/1')) !== undefined) {
    return 'PRESENTATION_USED';
  }
  return readTransactionTime(stub) < presentation.expiresAt ? undefined : 'PRESENTATION_EXPIRED';
}

/** The only redemption of a presentation, with the verdicts on what was shown. */
export function newRedemption(
  stub: Stub,
  official: Official,
  license: LicenseRecord,
  { identifier, codeHash }: PresentationRecord,
  verification: Verification,
): Effects {
  const txId = stub.getTxID();
  const redemption: RedemptionRecord = {
    schema: 'redemption/1',
    identifier,
    codeHash,
    ...toActor(official),
    recordedAt: readTransactionTime(stub),
    txId,
  };
  return {
    creates: [[redemptionKey(stub, codeHash), redemption]],
    changes: [{ kind: 'presentation-redeemed', identifier, licenseMspId: license.mspId }],
    outcome: { schema: 'redeem-result/1', outcome: 'redeemed', identifier, verification, txId },
  };
}

/** A refusal to redeem: nothing but its record. */
export function newRefusedRedemption(
  stub: Stub,
  { identifier, mspId }: LicenseRecord,
  code: RecordedRefusalCode,
): Effects {
  return {
    changes: [{ kind: 'presentation-refused', identifier, licenseMspId: mspId, code }],
    outcome: { schema: 'redeem-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}
