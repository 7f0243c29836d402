import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import type { BlockNote } from './block-worker.mts';
import { sum } from './statistics.mts';

/** What the blocks of one phase hold. */
export interface BlockCount {
  readonly valid: number;
  readonly invalid: number;
  readonly blocks: number;
  /**
   * Valid transactions per second between the first commit and the last: those of the first block came before that
   * time began, so they do not count. NaN with fewer than two blocks.
   */
  readonly perSecond: number;
}

/** Counts transactions as a peer commits them; nobody's replies matter here. */
export interface BlockCounter {
  /** Begins a phase; what is counted from here on belongs to it. */
  begin(): void;
  /** Ends the phase once so many valid transactions have been seen, or a deadline has passed. */
  end(expected: number): Promise<BlockCount>;
  close(): Promise<void>;
}

const DEADLINE_MS = 5_000;
const PAUSE_MS = 20;

/** Listens as the gateway with this configuration file, at the peer that it uses. */
export async function newBlockCounter(configFile: string): Promise<BlockCounter> {
  const worker = new Worker(new URL('./block-worker.mts', import.meta.url), { workerData: configFile });
  let notes: BlockNote[] = [];
  worker.on('message', (note: BlockNote) => notes.push(note));
  await once(worker, 'message');
  return {
    begin: () => {
      notes = [];
    },
    end: async (expected) => {
      const deadline = Date.now() + DEADLINE_MS;
      while (sum(notes.map(({ valid }) => valid)) < expected && Date.now() < deadline) {
        await delay(PAUSE_MS);
      }
      return toCount(notes);
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

function toCount(notes: readonly BlockNote[]): BlockCount {
  const committed = notes.filter(({ valid }) => valid > 0);
  const [first, last] = [committed.at(0), committed.at(-1)];
  const valid = sum(notes.map((note) => note.valid));
  const seconds = first && last ? (last.at - first.at) / 1000 : 0;
  return {
    valid,
    invalid: sum(notes.map((note) => note.invalid)),
    blocks: notes.length,
    perSecond: first && seconds > 0 ? (valid - first.valid) / seconds : NaN,
  };
}
