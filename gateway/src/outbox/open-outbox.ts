import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

import type { GatewayConfig } from '../config';
import { type Database, openDatabase } from '../database';
import type { FabricPort, SigningIdentity } from '../fabric';
import type { Ledger } from '../ledger';
import type { FileLock } from '../state/file-lock';
import type { GatewaySecret } from '../state/gateway-secret';
import { newBacklog, registerBacklogGauges } from './backlog';
import { newLedgerHeight } from './ledger-height';
import { newWrites } from './new-writes';
import { newOutboxStore } from './outbox-store';
import { lockStateDir } from './process-lock';
import { startRecovery } from './recovery';
import { newTransactionResolver } from './resolve-transaction';
import { outboxMigrations, type OutboxTables } from './tables';
import type { Writes } from './writes';

const DAY_MS = 24 * 3_600_000;

/** What an outbox stands on. */
export interface OutboxOptions {
  readonly config: Pick<GatewayConfig, 'stateDir' | 'database' | 'outbox' | 'deadlines'>;
  readonly fabric: FabricPort;
  readonly ledger: Ledger;
  readonly secret: GatewaySecret;
  /** The gateway's own identity; it finds out what became of transactions whoever signed them. */
  readonly identity: SigningIdentity;
  readonly registry: Registry;
  /** Asks the own peers for the number of blocks of the ledger. */
  readonly readHeight: () => Promise<number>;
  readonly log: Logger;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

/** The outbox of one process. */
export interface Outbox {
  readonly writes: Writes;
  /** Ends the work in the background and leaves the rest to whoever comes next. */
  close(): Promise<void>;
}

/**
 * Opens the outbox and goes on with what was left in it.
 * @throws ConfigError when another process has the SQLite database.
 */
export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const { config, fabric, ledger, secret, identity, registry, readHeight, log, now = Date.now } = options;
  const { lock, database } = await open(config);
  const store = newOutboxStore(database, now);
  if (database.kind === 'sqlite') {
    await store.dropLeases('all');
  }
  const { commitMs, writeMs } = config.deadlines;
  const height = newLedgerHeight(readHeight);
  const resolve = newTransactionResolver({ fabric, height, identity, commitMs, now });
  const retentionMs = config.outbox.retentionDays * DAY_MS;
  const backlog = newBacklog(store, config.outbox.maxUnresolved);
  registerBacklogGauges(registry, backlog, now);
  const recovery = startRecovery({ store, backlog, height, fabric, resolve, retentionMs, now, log });
  return {
    writes: newWrites({ store, backlog, height, fabric, ledger, resolve, secret, writeMs, now, log }),
    close: async () => {
      await recovery.stop();
      await database.close();
      lock?.release();
    },
  };
}

interface OpenDatabase {
  /** None when several processes may share the database. */
  readonly lock: FileLock | undefined;
  readonly database: Database<OutboxTables>;
}

async function open({ stateDir, database }: OutboxOptions['config']): Promise<OpenDatabase> {
  const lock = database ? undefined : await lockStateDir(stateDir);
  const options = { name: 'outbox', url: database?.url, stateDir, durability: 'full', migrations: outboxMigrations } as const;
  try {
    const opened = await openDatabase<OutboxTables>(options);
    if (opened.kind === 'sqlite') {
      // Seeds that are forgotten leave nothing behind in free pages.
      await sql`PRAGMA secure_delete = ON`.execute(opened.db);
    }
    return { lock, database: opened };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
