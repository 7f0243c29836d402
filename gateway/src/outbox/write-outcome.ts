import type { ResultOf, TransactionName } from '@shengjing/core';

/** What became of a write. */
export type WriteOutcome<Name extends TransactionName> =
  | { readonly outcome: 'committed'; readonly result: ResultOf<Name> }
  | { readonly outcome: 'unknown'; readonly txId: string };
