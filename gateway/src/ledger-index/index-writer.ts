import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from 'pino';

import type { Database, Lease } from '../database';
import type { BlockStream, LedgerBlock } from '../fabric';
import { describeCause } from '../http/describe-cause';
import { applyBlock, toBlockEffects } from './apply-block';
import { type Chain, type Checkpoint, isSameChain, NO_BLOCK, readCheckpoint, startOver } from './checkpoint';
import type { IndexTables } from './tables';

/** What a writer needs. */
export interface IndexWriterParts {
  readonly database: Database<IndexTables>;
  readonly blocks: Pick<BlockStream, 'follow' | 'read'>;
  readonly lease: Lease;
  readonly channel: string;
  readonly chaincode: string;
  readonly cityMspId: string;
  readonly log: Logger;
  /** Told of every block that is in the index, by whichever process. */
  readonly onBlock: (checkpoint: Checkpoint) => void;
  /** Told of licenses that could not be read. */
  readonly onUnreadable: (licenses: number) => void;
  readonly times: IndexWriterTimes;
}

/** Milliseconds. */
export interface IndexWriterTimes {
  /** How long a process that only follows waits before it looks again. */
  readonly followMs: number;
  /** How long a failure rests before the next attempt. */
  readonly retryMs: number;
  /** How often the lease is held anew; a third of its length. */
  readonly holdMs: number;
}

/** Why writing stopped for now. */
type Stop = 'ended' | 'overtaken' | 'other-ledger';

/**
 * Keeps the index up with the ledger until the signal ends it. Of several processes the one that holds the lease
 * writes; the others look how far it has come, and take over when it is silent.
 */
export async function keepIndex(parts: IndexWriterParts, signal: AbortSignal): Promise<void> {
  const { lease, times, log } = parts;
  let failing = false;
  while (!signal.aborted) {
    try {
      await ((await lease.hold()) ? writeWhileHolding(parts, signal) : lookHowFar(parts));
      failing = false;
      await rest(times.followMs, signal);
    } catch (error) {
      log[failing ? 'debug' : 'error']({ cause: describeCause(error) }, 'the index cannot be written');
      failing = true;
      await rest(times.retryMs, signal);
    }
  }
}

async function lookHowFar({ database, onBlock }: IndexWriterParts): Promise<void> {
  const checkpoint = await readCheckpoint(database.db);
  if (checkpoint) {
    onBlock(checkpoint);
  }
}

async function writeWhileHolding(parts: IndexWriterParts, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const timer = setInterval(() => {
    void parts.lease.hold().then(
      (held) => {
        if (!held) {
          lost.abort();
        }
      },
      () => {
        lost.abort();
      },
    );
  }, parts.times.holdMs);
  try {
    await writeBlocks(parts, AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(timer);
  }
}

/** Writes block after block, until the signal or another process ends it. */
async function writeBlocks(parts: IndexWriterParts, signal: AbortSignal): Promise<void> {
  let stop: Stop = 'other-ledger';
  while (stop === 'other-ledger' && !signal.aborted) {
    const checkpoint = await openCheckpoint(parts);
    parts.onBlock(checkpoint);
    stop = await writeFrom(checkpoint, parts, signal);
    if (stop === 'other-ledger') {
      parts.log.warn({ block: checkpoint.block }, 'the ledger is not the one that the index was made from: made anew');
      await startOver(parts.database.db, checkpoint);
    }
  }
}

async function writeFrom(from: Checkpoint, parts: IndexWriterParts, signal: AbortSignal): Promise<Stop> {
  let { block, block_hash } = from;
  for await (const next of parts.blocks.follow(from.block + 1, signal)) {
    if (block !== NO_BLOCK && next.previousHash !== block_hash) {
      return 'other-ledger';
    }
    if (!(await write(next, parts))) {
      return 'overtaken';
    }
    ({ number: block, hash: block_hash } = next);
    parts.onBlock({ ...from, block, block_hash });
  }
  return 'ended';
}

async function write(block: LedgerBlock, { database, cityMspId, log, onUnreadable }: IndexWriterParts): Promise<boolean> {
  const effects = toBlockEffects(block, cityMspId);
  const { unreadable } = effects;
  if (unreadable.length > 0) {
    log.error({ block: block.number, keys: unreadable.slice(0, 10) }, 'licenses of an unknown form are left out of the index');
    onUnreadable(unreadable.length);
  }
  return applyBlock(database.db, block, effects);
}

/** The checkpoint on the ledger as the peers have it; an index of another ledger is made anew. */
async function openCheckpoint({ database, blocks, channel, chaincode, log }: IndexWriterParts): Promise<Checkpoint> {
  const { hash: genesis } = await blocks.read(0);
  const chain: Chain = { channel, chaincode, genesis };
  const checkpoint = await readCheckpoint(database.db);
  if (checkpoint && isSameChain(checkpoint, chain)) {
    return checkpoint;
  }
  if (checkpoint) {
    log.warn({ found: { channel: checkpoint.channel, genesis: checkpoint.genesis }, wanted: chain }, 'the index is of another ledger: made anew');
  }
  return startOver(database.db, chain);
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
