import type { IndexWriterTimes } from './index-writer';

/** Milliseconds. */
export interface IndexTimes extends IndexWriterTimes {
  /** How long a process that writes may be silent until another takes over. */
  readonly leaseMs: number;
  /** How often the ledger is asked for its height. */
  readonly heightMs: number;
  /** How long a search waits for an index that has just begun. */
  readonly patienceMs: number;
}

/** The times that hold unless a test says otherwise. */
export const INDEX_TIMES: IndexTimes = {
  followMs: 500,
  retryMs: 1_000,
  leaseMs: 5_000,
  holdMs: 1_500,
  heightMs: 2_000,
  patienceMs: 3_000,
};
