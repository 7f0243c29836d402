import type { JsonValue } from '@shengjing/core';

import type { RequestRow } from './tables';

/** What the gateway can say of a request. */
export type RequestState =
  /** On the ledger, with the contract's answer. */
  | { readonly state: 'settled'; readonly transaction: string; readonly result: JsonValue }
  /** Being written. The transaction's id is there as soon as it is endorsed. */
  | { readonly state: 'pending'; readonly transaction: string; readonly txId?: string }
  /** Given up before it had a known effect; the gateway does not remember what was asked for. */
  | { readonly state: 'resend'; readonly transaction: string };

/** The state of a stored request. */
export function toRequestState(row: RequestRow, now: number): RequestState {
  const transaction = row.name;
  if (row.outcome !== null) {
    return { state: 'settled', transaction, result: JSON.parse(row.outcome) as JsonValue };
  }
  if (row.state === 'prepared' && row.tx_id !== null) {
    return { state: 'pending', transaction, txId: row.tx_id };
  }
  return { state: row.lease_owner !== null && row.lease_until >= now ? 'pending' : 'resend', transaction };
}
