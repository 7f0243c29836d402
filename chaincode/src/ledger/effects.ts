import { toCanonicalJson, type Change } from '@shengjing/core';
import type { Official } from '../access/authorise';
import { emitChanges } from './changes-event';
import type { RequestOutcome } from './records';
import { recordOutcome, type OnceRequest } from './request-record';
import { createState, deleteState, updateState, type StateWrite } from './state';
import type { Stub } from './stub';

/** Everything that a request does to the public state, decided before anything is written. */
export interface Effects {
  /** Organisation that the new records belong to; the caller's unless told. */
  readonly owner?: string;
  /** Records under keys that are new. */
  readonly creates?: readonly StateWrite[];
  /** Records under keys that exist; who must endorse them stays as it is. */
  readonly updates?: readonly StateWrite[];
  /** Entries of lists, which are under no policy of their own: `creates` without an owner. */
  readonly references?: readonly StateWrite[];
  /** Keys that go. */
  readonly deletes?: readonly string[];
  readonly changes: Change[];
  readonly outcome: RequestOutcome;
}

/**
 * Writes the effects with the record of the request, emits the changes and answers with the outcome.
 *
 * @returns The outcome as canonical JSON.
 */
export async function carryOut(stub: Stub, { mspId }: Official, request: OnceRequest, effects: Effects): Promise<string> {
  const { owner = mspId, creates = [], updates = [], references = [], deletes = [], changes, outcome } = effects;
  await createState(stub, owner, creates);
  await createState(stub, mspId, [recordOutcome(request, outcome)]);
  await updateState(stub, [...updates, ...references]);
  await deleteState(stub, deletes);
  emitChanges(stub, request.requestId, changes);
  return toCanonicalJson(outcome);
}
