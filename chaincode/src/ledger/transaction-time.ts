import { CodedError } from '@shengjing/core';
import type { Stub } from './stub';

/** How far a transaction's time may be from the endorser's clock, in milliseconds either way. */
export const MAX_CLOCK_SKEW = 300_000;

/**
 * The transaction's time is the client's claim; each endorser binds it to its own clock.
 *
 * @throws CodedError TIME_SKEWED.
 */
export function assertTransactionTime(stub: Stub): void {
  const skew = Math.abs(stub.getDateTimestamp().getTime() - Date.now());
  if (!(skew <= MAX_CLOCK_SKEW)) {
    throw new CodedError('TIME_SKEWED', { maxSkewSeconds: MAX_CLOCK_SKEW / 1000 });
  }
}

/** The transaction's time, ISO 8601 in UTC with milliseconds. */
export function readTransactionTime(stub: Stub): string {
  return stub.getDateTimestamp().toISOString();
}
