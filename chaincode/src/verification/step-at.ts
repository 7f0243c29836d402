import type { LicenseKey, TraceStep } from '@shengjing/core';
import { stepKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/**
 * The last step in the life of a license that had taken effect at an instant, or undefined before the first. No step
 * takes effect before the one with the number before it, so few of many need to be read.
 *
 * @param last - Number of the last step to look at.
 */
export async function findStepAt(stub: Stub, license: LicenseKey, last: number, at: string): Promise<TraceStep | undefined> {
  let found: TraceStep | undefined;
  let low = 1;
  let high = last;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const step = await loadStep(stub, license, middle);
    if (step.effectiveAt <= at) {
      found = step;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}

/** @throws Error when it is missing: the state is not what the contract has written. */
async function loadStep(stub: Stub, license: LicenseKey, number: number): Promise<TraceStep> {
  const step = await readState(stub, stepKey(stub, license, number), 'license-step/2');
  if (step === undefined) {
    throw new Error('expected a step of the license under every number up to the last');
  }
  return step;
}
