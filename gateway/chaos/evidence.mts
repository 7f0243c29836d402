/**
 * What a run leaves for the checker: one folder of files that say what was asked and what was answered. What happened
 * is in the blocks. No order is in it, so nothing personal.
 */

/** Names of the files; those of several lines hold one JSON object on each. */
export const FILES = { run: 'run.json', wishes: 'wishes.jsonl', answers: 'answers.jsonl' } as const;

/** What is expected to become of a wish. */
export type Expectation = 'license' | 'refusal';

/** A license order that was sent under a key of its own. */
export interface Wish {
  readonly key: string;
  readonly organisation: string;
  readonly mspId: string;
  readonly expected: Expectation;
}

/**
 * What was sent: the order of the wish; another order under the same key; a question what became of a transaction, or
 * of the request under the key; a question for the license.
 */
export type Sent = 'order' | 'other-order' | 'state' | 'request' | 'license';

/** One answer, or the lack of one. Times are milliseconds since the epoch. */
export interface Answer {
  readonly key: string;
  readonly sent: Sent;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Why there was none, as in `ECONNREFUSED`. */
  readonly failure?: string | undefined;
  readonly code?: string | undefined;
  readonly identifier?: string | undefined;
  readonly txId?: string | undefined;
  readonly state?: string | undefined;
  readonly blockNumber?: number | undefined;
  readonly validationCode?: string | undefined;
}

/** A process that was killed, or that died by itself. */
export interface Death {
  readonly name: string;
  /** `itself` when nobody killed it. */
  readonly kind: string;
  readonly pid: number | null;
  readonly at: number;
}

/** A node whose block files are compared. */
export interface LedgerFolder {
  readonly node: string;
  readonly kind: 'peer' | 'orderer';
  /** Holds blockfile_000000 and those that follow. */
  readonly folder: string;
}

/** How a run went, and where its blocks are. */
export interface Run {
  readonly seed: number;
  readonly keys: number;
  readonly secondsBetweenKills: number;
  readonly chaincode: string;
  readonly startedAt: number;
  readonly killedUntil: number;
  readonly answeredAt: number;
  readonly endedAt: number;
  readonly deaths: readonly Death[];
  readonly ledgers: readonly LedgerFolder[];
}
