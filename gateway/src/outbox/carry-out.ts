import { toCanonicalJson, type TransactionName } from '@shengjing/core';
import type { Logger } from 'pino';

import { FabricFailure, type FabricPort } from '../fabric';
import { describeCause } from '../http/describe-cause';
import type { Ledger } from '../ledger';
import { withNewTransactions } from '../retry/with-new-transactions';
import { giveUpLeases } from './give-up-leases';
import type { LedgerHeight } from './ledger-height';
import type { OutboxStore, StoredTransaction } from './outbox-store';
import { newRequestRandomness } from './request-randomness';
import type { Resolution, ResolveTransaction } from './resolve-transaction';
import type { RequestRow } from './tables';
import type { StoredOutcome } from './write-outcome';
import type { ToWriteParts, WriteCommand } from './writes';

const FIRST_PAUSE_MS = 500;

/** What carrying out stands on. */
export interface CarryOutParts {
  readonly store: OutboxStore;
  readonly ledger: Pick<Ledger, 'prepare'>;
  readonly height: LedgerHeight;
  readonly fabric: Pick<FabricPort, 'resultOf'>;
  readonly resolve: ResolveTransaction;
  readonly log: Logger;
}

/** A request that this process has claimed, with what its caller wants. */
export interface ClaimedRequest<Name extends TransactionName> {
  readonly row: RequestRow;
  readonly command: WriteCommand<Name>;
  readonly toParts: ToWriteParts<Name>;
  /** In milliseconds since 1970. */
  readonly deadline: number;
}

/** What of a request may have reached the orderers. */
interface Traces {
  /** A transaction that was given up with its outcome unknown. */
  abandoned: string | null;
  /** Whether a transaction of it may have an effect yet: then it must not be released. */
  open: boolean;
}

/**
 * Carries a claimed request out, from wherever it stands.
 * @returns `undefined` when another process has taken it over.
 */
export async function carryOut<Name extends TransactionName>(
  parts: CarryOutParts,
  request: ClaimedRequest<Name>,
): Promise<StoredOutcome | undefined> {
  const { row, deadline } = request;
  const traces: Traces = { abandoned: row.state === 'received' ? row.tx_id : null, open: false };
  try {
    const earlier = toPrepared(row);
    const outcome = earlier && (await conclude(parts, request, traces, earlier, true).catch(unlessOver(traces)));
    return outcome ?? (await withNewTransactions(() => tryOnce(parts, request, traces), deadline));
  } catch (error) {
    await noting(parts, release(parts.store, row, traces));
    throw error;
  }
}

/** A new transaction: endorse, store, send. */
async function tryOnce<Name extends TransactionName>(
  parts: CarryOutParts,
  request: ClaimedRequest<Name>,
  traces: Traces,
): Promise<StoredOutcome | undefined> {
  const { row, toParts, deadline } = request;
  const { identity, transaction, endorsers } = request.command;
  const write = await toParts(newRequestRandomness(row.seed ?? new Uint8Array()), row.created_at);
  const call = { ...(endorsers && { endorsers }), ...write };
  const height = write.transient ? await parts.height.known() : null;
  const prepared = { ...(await parts.ledger.prepare(await identity(), transaction, call, deadline)), height };
  if (!(await parts.store.storePrepared(row, prepared))) {
    return undefined;
  }
  return conclude(parts, request, traces, prepared, false);
}

/** @throws FabricFailure when the transaction has no effect. */
async function conclude<Name extends TransactionName>(
  parts: CarryOutParts,
  { row, deadline }: ClaimedRequest<Name>,
  traces: Traces,
  prepared: StoredTransaction,
  wasSent: boolean,
): Promise<StoredOutcome> {
  const { store, fabric, log } = parts;
  const { txId, envelope } = prepared;
  traces.open = true;
  const resolution = await parts.resolve(prepared, deadline, wasSent).catch(toUnknown);
  switch (resolution.kind) {
    case 'committed': {
      const text = toCanonicalJson(fabric.resultOf(envelope));
      await noting(parts, store.settle(row, text));
      return { outcome: 'committed', text };
    }
    case 'invalid':
      traces.open = false;
      throw resolution.failure;
    case 'refused':
      traces.open = false;
      traces.abandoned = txId;
      throw resolution.failure;
    case 'unknown':
      if (resolution.failure) {
        log.warn({ txId, cause: describeCause(resolution.failure) }, 'the outcome of a transaction is not known yet');
      }
      await noting(parts, store.park(row, FIRST_PAUSE_MS));
      return { outcome: 'unknown', txId };
  }
}

/** A transaction that is stored is gone on with, whatever went wrong. */
function toUnknown(failure: unknown): Resolution {
  return { kind: 'unknown', failure };
}

/** An earlier transaction that came to nothing makes way for a new one. */
function unlessOver(traces: Traces): (error: unknown) => undefined {
  return (error) => {
    if (traces.open || !(error instanceof FabricFailure)) {
      throw error;
    }
    return undefined;
  };
}

function release(store: OutboxStore, row: RequestRow, { abandoned, open }: Traces): Promise<void> {
  if (open) {
    return store.park(row, FIRST_PAUSE_MS);
  }
  return abandoned === null ? store.forget(row) : store.askAgain(row, abandoned);
}

/** A change that comes after the fact: when it fails, what is known is still true and the caller is told so. */
async function noting(parts: CarryOutParts, change: Promise<void>): Promise<void> {
  await change.catch((error: unknown) => {
    giveUpLeases(parts, error);
  });
}

function toPrepared({ state, tx_id, envelope, expires_at, height }: RequestRow): StoredTransaction | undefined {
  return state === 'prepared' && tx_id !== null && envelope && expires_at !== null
    ? { txId: tx_id, envelope, expiresAt: expires_at, height }
    : undefined;
}
