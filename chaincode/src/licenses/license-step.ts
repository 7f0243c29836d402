import type { LicenseRecord, TraceStep } from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import { stepKey } from '../ledger/keys';
import type { StateWrite } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';

/** What a step says beyond what it left the license as. */
export type StepDetails = Pick<TraceStep, 'operation'> &
  Partial<Pick<TraceStep, 'previous' | 'reason' | 'decisionDigests' | 'transferTo'>>;

/**
 * The step that led to a license as it is now.
 *
 * @param license - The license after the step; its `lastStep` and `lastEffectiveAt` are those of the step.
 */
export function newStep(stub: Stub, official: Official, license: LicenseRecord, details: StepDetails): StateWrite {
  const { identifier, status, lastStep, lastEffectiveAt } = license;
  const step: TraceStep = {
    schema: 'license-step/2',
    step: lastStep,
    identifier,
    status,
    effectiveAt: lastEffectiveAt,
    recordedAt: readTransactionTime(stub),
    ...toActor(official),
    txId: stub.getTxID(),
    previous: null,
    reason: null,
    decisionDigests: [],
    transferTo: null,
    ...details,
  };
  return [stepKey(stub, license, lastStep), step];
}
