import type { RecordedRefusalCode, RequestOf, ResultOf, TransactionName } from '@shengjing/core';

import type { Reply, RouteContext } from '../http/route';
import { RecordedRefusal } from '../licenses';
import type { ToWriteParts, WriteCommand, WriteOutcome } from '../outbox';

const RETRY_AFTER_SECONDS = '2';

/** A result that is the record of a refusal. */
interface Refused {
  readonly outcome: 'refused';
  readonly code: RecordedRefusalCode;
  readonly txId: string;
}

/** What a transaction answers when it did what it was asked for. */
type DoneOf<Name extends TransactionName> = Exclude<ResultOf<Name>, { readonly outcome: 'refused' }>;

/** The id under which the contract knows a write: the caller's key, else the id of the HTTP request. */
export function toIdempotencyKey(headers: { 'idempotency-key'?: string | undefined }, { scope }: RouteContext): string {
  const key = headers['idempotency-key'] ?? scope.requestId;
  scope.idempotencyKey = key;
  return key;
}

/** Writes for the person who asks, once for each key. */
export function write<Name extends TransactionName>(
  { caller, identity, services }: RouteContext,
  command: Omit<WriteCommand<Name>, 'caller' | 'identity'>,
  toParts: ToWriteParts<Name>,
): Promise<WriteOutcome<Name>> {
  return services.writes.write({ caller, identity, ...command }, toParts);
}

/** Writes what was asked for just as it is: nothing is looked up, and nothing random is added. */
export function writeAsAsked<Name extends TransactionName>(
  context: RouteContext,
  headers: Parameters<typeof toIdempotencyKey>[0],
  transaction: Name,
  asked: Omit<RequestOf<Name>, 'requestId'>,
): Promise<WriteOutcome<Name>> {
  const requestId = toIdempotencyKey(headers, context);
  const argument = { requestId, ...asked } as RequestOf<Name>;
  return write(context, { requestId, transaction, body: asked }, () => ({ argument }));
}

/** The answer to a write: that of the contract, or 202 when its outcome is not known in time. */
export function replyToWrite<Name extends TransactionName>(
  outcome: WriteOutcome<Name>,
  { scope }: RouteContext,
  toReply: (result: ResultOf<Name>) => Reply,
): Reply {
  const requestId = scope.idempotencyKey ?? scope.requestId;
  const key = { 'Idempotency-Key': requestId };
  if (outcome.outcome === 'unknown') {
    const { txId } = outcome;
    scope.txId = txId;
    return {
      status: 202,
      body: { schema: 'transaction/1', txId, state: 'unknown' },
      headers: {
        ...key,
        Location: `/v1/transactions/${txId}`,
        Link: `</v1/requests/${requestId}>; rel="status"`,
        'Retry-After': RETRY_AFTER_SECONDS,
      },
    };
  }
  const { txId } = outcome.result as { readonly txId: string };
  scope.txId = txId;
  const reply = toReply(outcome.result);
  return { ...reply, headers: { ...key, ...reply.headers } };
}

/**
 * The same when the contract may have recorded a refusal.
 * @throws RecordedRefusal when it has.
 */
export function replyUnlessRefused<Name extends TransactionName>(
  outcome: WriteOutcome<Name>,
  context: RouteContext,
  toReply: (result: DoneOf<Name>) => Reply,
): Reply {
  return replyToWrite(outcome, context, (result) => {
    const written: DoneOf<Name> | Refused = result as DoneOf<Name> | Refused;
    if (isRefused(written)) {
      throw new RecordedRefusal(written.code, written.txId);
    }
    return toReply(written);
  });
}

function isRefused(result: object): result is Refused {
  return 'outcome' in result && result.outcome === 'refused';
}
