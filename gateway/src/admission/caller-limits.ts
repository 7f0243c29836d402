import type { CodedError } from '@shengjing/core';

import type { LaneLimits } from '../config';
import type { Caller } from '../identities';
import { newTokenBuckets } from './token-buckets';

/** What one person may take of a lane. */
export interface CallerLimits {
  /**
   * @returns What to call when the request is over.
   * @throws CodedError RATE_LIMITED when this person has too many requests in the lane, or sends them too fast.
   */
  enter(caller: Caller): () => void;
}

/** Makes the error for a request that is refused to its caller. */
export type RefuseToCaller = (reason: 'caller-concurrency' | 'caller-rate', retryAfterSeconds: number) => CodedError;

const OWN_REQUESTS_END_SECONDS = 1;

/** @param now - A clock, in milliseconds. */
export function newCallerLimits(limits: LaneLimits['perCaller'], refuse: RefuseToCaller, now: () => number): CallerLimits {
  const buckets = newTokenBuckets(limits, now);
  const present = new Map<string, number>();
  const leave = (key: string): void => {
    const rest = (present.get(key) ?? 0) - 1;
    if (rest > 0) {
      present.set(key, rest);
    } else {
      present.delete(key);
    }
  };
  return {
    enter: ({ issuer, subject }) => {
      const key = JSON.stringify([issuer, subject]);
      const already = present.get(key) ?? 0;
      if (already >= limits.concurrency) {
        throw refuse('caller-concurrency', OWN_REQUESTS_END_SECONDS);
      }
      const seconds = buckets.secondsUntilNext(key);
      if (seconds > 0) {
        throw refuse('caller-rate', seconds);
      }
      buckets.take(key);
      present.set(key, already + 1);
      return () => {
        leave(key);
      };
    },
  };
}
