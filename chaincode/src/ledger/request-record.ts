import { CodedError, findDigest, newDigests, sha256Hex, toCanonicalJson, type Digest } from '@shengjing/core';
import { requestKey } from './keys';
import type { RequestOutcome } from './records';
import { readState, type StateWrite } from './state';
import type { Stub } from './stub';

/** A request that is to have one effect, however often it is sent. */
export interface OnceRequest {
  readonly requestId: string;
  /** Key of its record, under organisation, caller and request id. */
  readonly key: string;
  readonly body: readonly Digest[];
}

/**
 * Describes a request.
 *
 * @param caller - Whose request it is; two callers may use the same request id.
 * @param requestId - Chosen by the caller.
 * @param body - The transaction and all that it was asked to do. Where it holds personal data it holds salts too, so
 * that its digests, which are public, cannot be tried out.
 */
export function newOnceRequest(
  stub: Stub,
  caller: { readonly mspId: string; readonly id: string },
  requestId: string,
  body: Readonly<Record<string, unknown>>,
): OnceRequest {
  return {
    requestId,
    key: requestKey(stub, caller.mspId, sha256Hex(caller.id), requestId),
    body: newDigests(toCanonicalJson(body)),
  };
}

/**
 * What the same request led to before, or undefined when it is new.
 *
 * @throws CodedError REQUEST_REUSED when the id was used with another body.
 */
export async function findOutcome(stub: Stub, request: OnceRequest): Promise<RequestOutcome | undefined> {
  const record = await readState(stub, request.key, 'request/1');
  if (record !== undefined && !isSameBody(record.body, request.body)) {
    throw new CodedError('REQUEST_REUSED');
  }
  return record?.outcome;
}

/** The record that makes the request's effect the only one. */
export function recordOutcome(request: OnceRequest, outcome: RequestOutcome): StateWrite {
  return [request.key, { schema: 'request/1', body: request.body, outcome }];
}

/** Whether every digest that was recorded is met; a later version of the contract may compute more of them. */
function isSameBody(recorded: readonly Digest[], current: readonly Digest[]): boolean {
  return recorded.every(({ alg, value }) => findDigest(current, alg)?.value === value);
}
