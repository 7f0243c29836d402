import { setTimeout as delay } from 'node:timers/promises';

import { CodedError, type ErrorCode, isCodedError } from '@shengjing/core';

import { FabricFailure } from '../fabric';

/**
 * How many transactions a request may take. Many may want the same key at once, and each block lets one of them
 * through; the rest does not last.
 */
const TRIES: Readonly<Partial<Record<ErrorCode, number>>> = {
  WRITE_CONFLICT: 15,
  ENDORSEMENT_POLICY_FAILURE: 5,
  ENDORSEMENT_UNAVAILABLE: 5,
  HOLDER_MISMATCH: 5,
};
const MAX_STEP_MS = 150;
const MAX_PAUSE_MS = 1_000;

/**
 * Runs a transaction, and a new one after a failure that a new one may escape, after a pause of random length.
 * What the contract refuses is final, but for HOLDER_MISMATCH: another request made the holder known in between.
 * @param deadline - In milliseconds since 1970: no further transaction is begun then.
 */
export async function withNewTransactions<T>(run: () => Promise<T>, deadline: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const pause = Math.random() * Math.min(MAX_STEP_MS * attempt, MAX_PAUSE_MS);
      if (attempt >= triesAfter(error) || Date.now() + pause >= deadline) {
        throw error;
      }
      await delay(pause);
    }
  }
}

function triesAfter(error: unknown): number {
  const mayFareBetter =
    isCodedError(error, 'HOLDER_MISMATCH') || (error instanceof FabricFailure && error.retry === 'new-transaction');
  return mayFareBetter && error instanceof CodedError ? (TRIES[error.code] ?? 1) : 1;
}
