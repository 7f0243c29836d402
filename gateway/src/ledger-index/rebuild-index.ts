import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from 'pino';

import { type Database, type Lease, newLease } from '../database';
import type { BlockStream } from '../fabric';
import { startOver } from './checkpoint';
import { computeIndexDigest, type IndexDigest } from './index-digest';
import { INDEX_TIMES } from './index-times';
import { type IndexWriterParts, keepIndex } from './index-writer';
import { INDEX_LEASES, type IndexTables, WRITER_LEASE } from './tables';

const PAUSE_MS = 200;
const PATIENCE_MS = 1_000;

/** What a rebuild needs. */
export interface RebuildParts extends Pick<IndexWriterParts, 'channel' | 'chaincode' | 'cityMspId'> {
  readonly blocks: Pick<BlockStream, 'follow' | 'read' | 'height'>;
  readonly log: Logger;
}

/**
 * Throws an index away and makes it from the ledger again, up to the block that is the last one now.
 *
 * @returns undefined when another process writes the index; then nothing was changed.
 */
export async function rebuildIndex(database: Database<IndexTables>, parts: RebuildParts): Promise<IndexDigest | undefined> {
  const { blocks, channel, chaincode } = parts;
  const { leaseMs } = INDEX_TIMES;
  const lease = newLease(database, { table: INDEX_LEASES, name: WRITER_LEASE, owner: randomUUID(), ttlMs: leaseMs });
  if (!(await holdWithin(lease, leaseMs + PATIENCE_MS))) {
    return undefined;
  }
  const last = (await blocks.height()) - 1;
  const { hash: genesis } = await blocks.read(0);
  await startOver(database.db, { channel, chaincode, genesis });
  const done = new AbortController();
  const onBlock = ({ block }: { readonly block: number }): void => {
    if (block >= last) {
      done.abort();
    }
  };
  const onUnreadable = (): void => undefined;
  await keepIndex({ ...parts, database, lease, onBlock, onUnreadable, times: INDEX_TIMES }, done.signal);
  const digest = await computeIndexDigest(database);
  await lease.release();
  return digest;
}

/** A process that was killed holds its lease a little longer. */
async function holdWithin(lease: Lease, deadlineMs: number): Promise<boolean> {
  const end = Date.now() + deadlineMs;
  while (!(await lease.hold())) {
    if (Date.now() > end) {
      return false;
    }
    await delay(PAUSE_MS);
  }
  return true;
}
