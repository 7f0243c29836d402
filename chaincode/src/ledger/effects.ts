import { toCanonicalJson, type Change } from '@shengjing/core';
import type { Official } from '../access/authorise';
import { emitChanges } from './changes-event';
import type { RequestOutcome } from './records';
import { findOutcome, recordOutcome, type OnceRequest } from './request-record';
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
  /** What the event tells; there is none when nothing changed. */
  readonly changes: Change[];
  readonly outcome: RequestOutcome;
}

/**
 * Answers with what the request led to before or, when it is new, carries out what is decided now.
 *
 * @param decide - Checks the request against the state; it writes private values only.
 * @returns The outcome as canonical JSON.
 * @throws CodedError REQUEST_REUSED, and whatever `decide` throws.
 */
export async function carryOutOnce(
  stub: Stub,
  official: Official,
  request: OnceRequest,
  decide: () => Promise<Effects>,
): Promise<string> {
  const earlier = await findOutcome(stub, request);
  return earlier === undefined ? carryOut(stub, official, request, await decide()) : toCanonicalJson(earlier);
}

/**
 * Writes the effects with the record of the request, emits the changes and answers with the outcome.
 *
 * @returns The outcome as canonical JSON.
 */
async function carryOut(stub: Stub, { mspId }: Official, request: OnceRequest, effects: Effects): Promise<string> {
  const { owner = mspId, creates = [], updates = [], references = [], deletes = [], changes, outcome } = effects;
  await createState(stub, owner, creates);
  await createState(stub, mspId, [recordOutcome(request, outcome)]);
  await updateState(stub, [...updates, ...references]);
  await deleteState(stub, deletes);
  if (changes.length > 0) {
    emitChanges(stub, request.requestId, changes);
  }
  return toCanonicalJson(outcome);
}
