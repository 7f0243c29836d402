import { type CodedError, type ErrorCode, isCodedError } from '@shengjing/core';

import type { TokenVerifier } from '../auth';
import type { Caller } from '../identities';
import { toAddressKey } from './address-key';
import { newTokenBuckets, type Rate } from './token-buckets';

/** What is known of whoever sent a request. */
export interface Sender {
  /** The header as received. */
  readonly authorization: string | undefined;
  /** IP address of the peer. */
  readonly address: string;
}

/** Decides who sent a request, at most so often for those who do not say it or say it wrongly. */
export interface AddressGuard {
  /**
   * @throws CodedError RATE_LIMITED when too many tokens from there were missing or not valid, unless this one was
   * verified not long ago; what {@link TokenVerifier.verify} throws.
   */
  authenticate(sender: Sender, refuse: RefuseToAddress): Promise<Caller>;
}

/** Makes the error for a request from an address that has failed too often. */
export type RefuseToAddress = (reason: 'address-failures', retryAfterSeconds: number) => CodedError;

/** Not that the issuer's keys cannot be had: the caller cannot help that. */
const FAILURES: readonly ErrorCode[] = ['UNAUTHENTICATED', 'TOKEN_INVALID', 'TOKEN_WRONG_ORGANISATION'];

/** @param now - A clock, in milliseconds. */
export function newAddressGuard(tokens: TokenVerifier, rate: Rate, now: () => number): AddressGuard {
  const buckets = newTokenBuckets(rate, now);
  return {
    authenticate: async ({ authorization, address }, refuse) => {
      const key = toAddressKey(address);
      const seconds = buckets.secondsUntilNext(key);
      if (seconds > 0 && !tokens.isRecent(authorization)) {
        throw refuse('address-failures', seconds);
      }
      try {
        return await tokens.verify(authorization);
      } catch (error) {
        if (isCodedError(error) && FAILURES.includes(error.code)) {
          buckets.take(key);
        }
        throw error;
      }
    },
  };
}
