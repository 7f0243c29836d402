import type { GetErasureResult } from '@shengjing/core';
import { implicitCollection, purgePrivate } from '../ledger/private-data';
import type { Stub } from '../ledger/stub';
import { loadErasure } from './erasure';
import { listKept, listPrivateParts, partiesTo } from './private-parts';

/** Most private parts that one transaction purges. */
export const MAX_PURGED = 100;

/** What a transaction purged of an organisation's collection. */
export interface Purged {
  readonly purged: number;
  /** Private parts that the organisation still keeps. */
  readonly remaining: number;
}

/** Purges what an organisation keeps of a holder's licenses, up to a limit. */
export async function purgePrivateParts(stub: Stub, mspId: string, holderRef: string): Promise<Purged> {
  const kept = await listKept(stub, mspId, await listPrivateParts(stub, holderRef));
  const purged = kept.slice(0, MAX_PURGED);
  for (const { handle } of purged) {
    await purgePrivate(stub, implicitCollection(mspId), handle);
  }
  return { purged: purged.length, remaining: kept.length - purged.length };
}

/**
 * An erasure, with what each party still keeps.
 *
 * @throws CodedError ERASURE_NOT_FOUND.
 */
export async function readErasureState(stub: Stub, holderRef: string): Promise<GetErasureResult> {
  const erasure = await loadErasure(stub, holderRef);
  const parts = await listPrivateParts(stub, holderRef);
  const organisations: GetErasureResult['organisations'] = [];
  for (const mspId of partiesTo(parts)) {
    organisations.push({ mspId, remaining: (await listKept(stub, mspId, parts)).length });
  }
  return { schema: 'erasure-state/1', erasure, organisations };
}
