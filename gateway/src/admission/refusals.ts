import { CodedError } from '@shengjing/core';
import type { Logger } from 'pino';

import type { LaneName } from './lane-name';

/** Why a request was not taken on. */
export const REFUSAL_REASONS = ['lane-full', 'waited-too-long', 'caller-concurrency', 'caller-rate', 'address-failures'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Makes the error for a request that is not taken on, and counts it. */
export type Refuse = (lane: LaneName, reason: RefusalReason, retryAfterSeconds: number) => CodedError;

const LOG_PAUSE_MS = 10_000;

/**
 * Refusals are counted, and told in the log once in a while with their number: a line for each would cost more than
 * the refusal, just when there is most to do.
 * @param count - Counts one.
 * @param now - A clock, in milliseconds.
 */
export function newRefuse(count: (lane: LaneName, reason: RefusalReason) => void, log: Logger, now: () => number): Refuse {
  let since = 0;
  let silentUntil = -Infinity;
  return (lane, reason, seconds) => {
    count(lane, reason);
    since++;
    if (now() >= silentUntil) {
      log.warn({ lane, reason, refused: since }, 'requests refused');
      since = 0;
      silentUntil = now() + LOG_PAUSE_MS;
    }
    const code = reason === 'lane-full' || reason === 'waited-too-long' ? 'OVERLOADED' : 'RATE_LIMITED';
    return new CodedError(code, { lane, reason, retryAfterSeconds: Math.max(1, Math.ceil(seconds)) });
  };
}
