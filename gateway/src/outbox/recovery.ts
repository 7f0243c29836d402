import { toCanonicalJson } from '@shengjing/core';
import type { Logger } from 'pino';

import type { FabricPort, PreparedTransaction } from '../fabric';
import type { Backlog } from './backlog';
import { every, type Repetition } from './every';
import { LEASE_MS, type OutboxStore } from './outbox-store';
import type { Resolution, ResolveTransaction } from './resolve-transaction';
import type { RequestRow } from './tables';

const RESOLVE_EVERY_MS = 500;
const RESOLVE_PAGE = 50;
const RESOLVE_DEADLINE_MS = 5_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
const RENEW_EVERY_MS = LEASE_MS / 4;
const CLEAN_EVERY_MS = 600_000;
const CLEAN_PAGE = 500;

/** What the work in the background stands on. */
export interface RecoveryOptions {
  readonly store: OutboxStore;
  readonly backlog: Backlog;
  readonly fabric: Pick<FabricPort, 'resultOf'>;
  readonly resolve: ResolveTransaction;
  /** How long a settled request is remembered, in milliseconds. */
  readonly retentionMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** The work in the background. */
export interface Recovery {
  /** Ends it, and tells the other processes that this one works on nothing any more. */
  stop(): Promise<void>;
}

/**
 * Finds out what became of requests whose callers no longer wait, those of processes that died included; keeps the
 * leases of this process alive; forgets what is old.
 */
export function startRecovery(options: RecoveryOptions): Recovery {
  const { store, backlog, log } = options;
  const repetitions: readonly Repetition[] = [
    every(RESOLVE_EVERY_MS, () => resolvePage(options), log),
    every(LOOK_EVERY_MS, () => backlog.look(), log),
    every(RENEW_EVERY_MS, () => store.renewLeases(), log),
    every(CLEAN_EVERY_MS, () => clean(options), log),
  ];
  return {
    stop: async () => {
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await store.dropLeases('own');
    },
  };
}

/** Resolves one page of what is due. */
export async function resolvePage(options: RecoveryOptions): Promise<void> {
  const rows = await options.store.takeUnresolved(RESOLVE_PAGE);
  await Promise.all(rows.map((row) => resolveRow(options, row)));
}

async function resolveRow({ store, fabric, resolve, now, log }: RecoveryOptions, row: RequestRow): Promise<void> {
  const transaction = toTransaction(row);
  const resolution = await resolve(transaction, now() + RESOLVE_DEADLINE_MS, true);
  log.info({ txId: transaction.txId, name: row.name, resolution: resolution.kind }, 'request looked at again');
  await note(store, row, resolution, () => toCanonicalJson(fabric.resultOf(transaction.envelope)));
}

async function note(store: OutboxStore, row: RequestRow, { kind }: Resolution, toText: () => string): Promise<void> {
  switch (kind) {
    case 'committed':
      return store.settle(row, toText());
    case 'invalid':
      return store.askAgain(row, null);
    case 'refused':
      return store.askAgain(row, row.tx_id);
    case 'unknown':
      return store.park(row, Math.min(FIRST_PAUSE_MS * 2 ** row.attempts, MAX_PAUSE_MS));
  }
}

/** Forgets old requests page by page. */
export async function clean({ store, retentionMs, now }: RecoveryOptions): Promise<void> {
  let deleted = CLEAN_PAGE;
  while (deleted === CLEAN_PAGE) {
    deleted = await store.deleteOlderThan(now() - retentionMs, CLEAN_PAGE);
  }
}

function toTransaction({ tx_id, envelope, expires_at }: RequestRow): PreparedTransaction {
  return { txId: tx_id ?? '', envelope: envelope ?? new Uint8Array(), expiresAt: expires_at ?? 0 };
}
