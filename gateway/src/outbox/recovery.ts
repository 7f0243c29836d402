import { toCanonicalJson } from '@shengjing/core';
import type { Logger } from 'pino';

import type { FabricPort } from '../fabric';
import type { Backlog } from './backlog';
import { every, type Repetition } from './every';
import { giveUpLeases } from './give-up-leases';
import type { LedgerHeight } from './ledger-height';
import { LEASE_MS, type OutboxStore, type StoredTransaction } from './outbox-store';
import type { Resolution, ResolveTransaction } from './resolve-transaction';
import type { RequestRow } from './tables';

const RESOLVE_EVERY_MS = 500;
const RESOLVE_AT_ONCE = 64;
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
  readonly height: LedgerHeight;
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
  const { store, backlog, height, log } = options;
  const resolver = newResolver(options);
  const repetitions: readonly Repetition[] = [
    every(RESOLVE_EVERY_MS, () => resolver.fill(), log),
    every(LOOK_EVERY_MS, () => backlog.look(), log),
    every(LOOK_EVERY_MS, () => height.look().then(() => undefined, () => undefined), log),
    every(RENEW_EVERY_MS, () => store.renewLeases(), log),
    every(CLEAN_EVERY_MS, () => clean(options), log),
  ];
  return {
    stop: async () => {
      resolver.stop();
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await resolver.idle();
      await store.dropLeases('own');
    },
  };
}

/** Works on what is due, on so much at once. */
export interface Resolver {
  /** Takes up what is due as far as there is room; the rest follows as room comes. */
  fill(): Promise<void>;
  /** Resolves when nothing is worked on any more. */
  idle(): Promise<void>;
  /** Takes nothing up any more. */
  stop(): void;
}

/** A slow one holds up none of the others. */
export function newResolver(options: RecoveryOptions): Resolver {
  const { store } = options;
  const active = new Set<Promise<void>>();
  let isStopping = false;
  let filling: Promise<void> | undefined;

  const begin = (row: RequestRow): void => {
    const work = resolveRow(options, row)
      .catch((error: unknown) => {
        giveUpLeases(options, error);
      })
      .finally(() => {
        active.delete(work);
        void fill();
      });
    active.add(work);
  };
  const take = async (): Promise<void> => {
    const room = RESOLVE_AT_ONCE - active.size;
    const rows = room > 0 && !isStopping ? await store.takeUnresolved(room) : [];
    rows.forEach(begin);
  };
  const fill = (): Promise<void> => {
    filling ??= take()
      .catch((error: unknown) => {
        giveUpLeases(options, error);
      })
      .finally(() => {
        filling = undefined;
      });
    return filling;
  };
  return {
    fill,
    idle: async () => {
      while (active.size > 0 || filling) {
        await Promise.all([...active, filling]);
      }
    },
    stop: () => {
      isStopping = true;
    },
  };
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
      return store.askAgain(row, null, row.tx_id);
    case 'refused':
      return store.askAgain(row, row.tx_id, row.tx_id);
    case 'unknown':
      return store.park(row, Math.min(FIRST_PAUSE_MS * 2 ** row.attempts, MAX_PAUSE_MS), row.tx_id);
  }
}

/** Forgets old requests page by page. */
export async function clean({ store, retentionMs, now }: Pick<RecoveryOptions, 'store' | 'retentionMs' | 'now'>): Promise<void> {
  let deleted = CLEAN_PAGE;
  while (deleted === CLEAN_PAGE) {
    deleted = await store.deleteOlderThan(now() - retentionMs, CLEAN_PAGE);
  }
}

function toTransaction({ tx_id, envelope, expires_at, height }: RequestRow): StoredTransaction {
  return { txId: tx_id ?? '', envelope: envelope ?? new Uint8Array(), expiresAt: expires_at ?? 0, height };
}
