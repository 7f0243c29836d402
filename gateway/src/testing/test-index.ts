import pino from 'pino';
import { Registry } from 'prom-client';

import { type LedgerIndex, openLedgerIndex } from '../ledger-index';
import { FakeBlocks } from './fake-blocks';

/** Times that a test does not wait for. */
export const INDEX_TIMES = { followMs: 10, retryMs: 10, leaseMs: 400, holdMs: 100, heightMs: 10, patienceMs: 200 };

/** How the index of a test differs from the usual. */
export interface TestIndexOptions {
  readonly stateDir: string;
  readonly blocks?: FakeBlocks;
  /** URL of a PostgreSQL server. */
  readonly url?: string;
  readonly channel?: string;
}

/** An index that follows a ledger in memory. */
export interface TestIndex extends LedgerIndex {
  readonly blocks: FakeBlocks;
  readonly registry: Registry;
  readonly logLines: string[];
  /** Waits until the index holds every block there is. */
  caughtUp(): Promise<void>;
}

/** Opens one. */
export async function openTestIndex({ stateDir, blocks = new FakeBlocks(), url, channel = 'shenyang' }: TestIndexOptions): Promise<TestIndex> {
  const registry = new Registry();
  const logLines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) });
  const config = { channel, chaincode: 'city-services', cityMspId: 'CityMSP', stateDir, ...(url !== undefined && { database: { url } }) };
  const index = await openLedgerIndex({ config, blocks, registry, log, times: INDEX_TIMES });
  return {
    ...index,
    blocks,
    registry,
    logLines,
    caughtUp: () => index.events.untilBeyond(blocks.blocks.length - 2, AbortSignal.timeout(5_000)),
  };
}
