import { CodedError } from '@shengjing/core';
import type { Stub } from '../ledger/stub';
import { MAX_CLOCK_SKEW } from '../ledger/transaction-time';

/**
 * Asserts that a step takes effect no sooner than the one before it, and not in the future; clocks may differ.
 *
 * @param effectiveAt - When it is to take effect.
 * @param after - When the step before it took effect, if there is one.
 * @throws CodedError EFFECTIVE_TIME_INVALID with `{issue}`: before-last-step or in-the-future.
 */
export function assertEffectiveTime(stub: Stub, effectiveAt: string, after = ''): void {
  if (effectiveAt < after) {
    throw new CodedError('EFFECTIVE_TIME_INVALID', { issue: 'before-last-step' });
  }
  if (effectiveAt > new Date(stub.getDateTimestamp().getTime() + MAX_CLOCK_SKEW).toISOString()) {
    throw new CodedError('EFFECTIVE_TIME_INVALID', { issue: 'in-the-future' });
  }
}
