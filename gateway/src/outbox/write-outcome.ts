import type { ResultOf, TransactionName } from '@shengjing/core';

/** What became of a write. */
export type WriteOutcome<Name extends TransactionName> =
  | { readonly outcome: 'committed'; readonly result: ResultOf<Name> }
  | UnknownOutcome;

/** Its transaction is stored, and sent until it is known what became of it. */
export interface UnknownOutcome {
  readonly outcome: 'unknown';
  readonly txId: string;
}

/** The same before the contract's answer is read. */
export type StoredOutcome =
  /** @param text - The contract's answer, JSON. */
  | { readonly outcome: 'committed'; readonly text: string }
  | UnknownOutcome;
