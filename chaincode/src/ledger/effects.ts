import { toCanonicalJson, type Change } from '@shengjing/core';
import { emitChanges } from './changes-event';
import type { RequestOutcome } from './records';
import { recordOutcome, type OnceRequest } from './request-record';
import { writeState, type StateWrite } from './state';
import type { Stub } from './stub';

/** Everything that a request does to the public state, decided before anything is written. */
export interface Effects {
  readonly writes: readonly StateWrite[];
  readonly changes: Change[];
  readonly outcome: RequestOutcome;
}

/**
 * Writes the effects with the record of the request, emits the changes and answers with the outcome.
 *
 * @param mspId - Organisation that the records belong to.
 * @returns The outcome as canonical JSON.
 */
export async function carryOut(stub: Stub, mspId: string, request: OnceRequest, effects: Effects): Promise<string> {
  await writeState(stub, mspId, [...effects.writes, recordOutcome(request, effects.outcome)]);
  emitChanges(stub, request.requestId, effects.changes);
  return toCanonicalJson(effects.outcome);
}
