import { toCanonicalJson } from '@shengjing/core';

import type { Caller } from '../identities';
import type { GatewaySecret } from '../state/gateway-secret';
import type { NewRequest, RequestKey } from './outbox-store';

/** Under what a person's request is kept. It does not say who the person is. */
export function toRequestKey(secret: GatewaySecret, { issuer, subject }: Caller, requestId: string): RequestKey {
  return { caller: secret.pseudonym(['outbox-caller', issuer, subject]), key: requestId };
}

/**
 * The same with what was asked for, as a hash that only the gateway can compute: it covers personal data, which could
 * be tried out against any other.
 */
export function toNewRequest(
  secret: GatewaySecret,
  request: { readonly caller: Caller; readonly requestId: string; readonly transaction: string; readonly body: unknown },
): NewRequest {
  const { caller, requestId, transaction, body } = request;
  const request_hash = secret.pseudonym(['outbox-request', toCanonicalJson({ transaction, body })]);
  return { ...toRequestKey(secret, caller, requestId), name: transaction, request_hash };
}
