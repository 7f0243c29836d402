import { sha256Hex, type GrantRecord } from '@shengjing/core';
import { grantSlotKey, KEY_KINDS } from '../ledger/keys';
import { readRange } from '../ledger/page';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

const START_DIGITS = 8;

/**
 * A slot of a limited grant that is free, or undefined when all are taken. Transactions look from different places on,
 * so that few of them meet; those that claim the same slot conflict. One key after the other, never a range, which
 * every claim would conflict with.
 *
 * @param uses - How many slots the grant has.
 */
export async function findFreeSlot(stub: Stub, grantId: string, uses: number): Promise<number | undefined> {
  const start = Number.parseInt(sha256Hex(stub.getTxID()).slice(0, START_DIGITS), 16);
  for (let tried = 0; tried < uses; tried += 1) {
    const slot = ((start + tried) % uses) + 1;
    if ((await readState(stub, grantSlotKey(stub, grantId, slot), 'grant-slot/1')) === undefined) {
      return slot;
    }
  }
  return undefined;
}

/** How many uses of a limited grant are taken, or null for a grant without a limit; for evaluation. */
export async function countUses(stub: Stub, { grantId, uses }: GrantRecord): Promise<number | null> {
  if (uses === null) {
    return null;
  }
  return (await readRange(stub, { kind: KEY_KINDS.grantSlot, parts: [grantId] }, 'grant-slot/1')).length;
}
