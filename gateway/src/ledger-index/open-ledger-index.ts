import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { CodedError } from '@shengjing/core';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

import type { GatewayConfig } from '../config';
import { type Database, newLease, openDatabase } from '../database';
import type { BlockStream } from '../fabric';
import { readCheckpoint } from './checkpoint';
import { type EventFeed, newEventFeed } from './event-feed';
import { type IndexStatus, type IndexStatusKeeper, newIndexStatus, registerIndexGauges } from './index-status';
import { INDEX_TIMES, type IndexTimes } from './index-times';
import { keepIndex } from './index-writer';
import { type LicensePage, type LicenseSearch, searchLicenses } from './search-licenses';
import { INDEX_LEASES, indexMigrations, type IndexTables, WRITER_LEASE } from './tables';

/** The ledger's licenses and events in a database, for searches and for those who want to hear of changes. */
export interface LedgerIndex {
  readonly events: EventFeed;
  /**
   * Finds one page of licenses.
   *
   * @throws CodedError INVALID_INPUT for a bookmark that is none, INDEX_UNAVAILABLE while there is no index.
   */
  search(search: LicenseSearch): Promise<LicensePage & { readonly index: IndexStatus }>;
  close(): Promise<void>;
}

/** The part of the configuration that concerns the index. */
export type LedgerIndexConfig = Pick<GatewayConfig, 'channel' | 'chaincode' | 'cityMspId' | 'database' | 'stateDir'>;

/** What an index is made of. */
export interface LedgerIndexParts {
  readonly config: LedgerIndexConfig;
  readonly blocks: Pick<BlockStream, 'follow' | 'read' | 'height'>;
  readonly registry: Registry;
  readonly log: Logger;
  readonly times?: IndexTimes;
}

/** Opens the database of the index. Its content is rebuildable, so that a commit need not survive a loss of power. */
export async function openIndexDatabase({
  database,
  stateDir,
}: Pick<GatewayConfig, 'database' | 'stateDir'>): Promise<Database<IndexTables>> {
  return openDatabase<IndexTables>({
    name: 'index',
    url: database?.url,
    stateDir,
    durability: 'normal',
    migrations: indexMigrations,
  });
}

/** Opens the index and keeps it up with the ledger until it is closed. */
export async function openLedgerIndex({ config, blocks, registry, log, times = INDEX_TIMES }: LedgerIndexParts): Promise<LedgerIndex> {
  const database = await openIndexDatabase(config);
  const { channel, chaincode, cityMspId } = config;
  const keeper = newIndexStatus({ channel, chaincode });
  const events = newEventFeed(database.db);
  const lease = newLease(database, { table: INDEX_LEASES, name: WRITER_LEASE, owner: randomUUID(), ttlMs: times.leaseMs });
  const onBlock: Parameters<typeof keepIndex>[0]['onBlock'] = (checkpoint) => {
    keeper.noteCheckpoint(checkpoint);
    events.advanceTo(keeper.status?.block ?? -1);
  };
  const earlier = await readCheckpoint(database.db);
  if (earlier) {
    onBlock(earlier);
  }
  registerIndexGauges(registry, keeper);
  const unreadable = new Counter({
    name: 'shengjing_index_unreadable_total',
    help: 'Licenses that were left out of the index because their form is not known.',
    registers: [registry],
  });
  const onUnreadable = (licenses: number): void => {
    unreadable.inc(licenses);
  };
  const end = new AbortController();
  const { signal } = end;
  const running = Promise.all([
    keepIndex({ database, blocks, lease, channel, chaincode, cityMspId, log, onBlock, onUnreadable, times }, signal),
    watchLedger(blocks, keeper, times.heightMs, signal),
  ]);
  return {
    events,
    search: async (search) => {
      const index = keeper.status ?? (await firstStatus());
      const page = await searchLicenses(database.db, search).catch(rethrowUnavailable);
      return { ...page, index };
    },
    close: async () => {
      end.abort();
      await running;
      await lease.release().catch(() => undefined);
      await database.close();
    },
  };

  async function firstStatus(): Promise<IndexStatus> {
    await events.untilBeyond(-1, AbortSignal.any([signal, AbortSignal.timeout(times.patienceMs)]));
    if (!keeper.status) {
      throw new CodedError('INDEX_UNAVAILABLE');
    }
    return keeper.status;
  }
}

/** Asks the peers which ledger theirs is, and then again and again how high it is. */
async function watchLedger(
  blocks: Pick<BlockStream, 'read' | 'height'>,
  keeper: IndexStatusKeeper,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!keeper.knowsLedger) {
        keeper.noteGenesis((await blocks.read(0)).hash);
      }
      keeper.noteHeight(await blocks.height());
    } catch {
      // A peer that does not answer leaves what was last known.
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

function rethrowUnavailable(cause: unknown): never {
  throw cause instanceof CodedError ? cause : new CodedError('INDEX_UNAVAILABLE', undefined, { cause });
}
