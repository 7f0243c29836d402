import type { Answer } from './evidence.mts';

/** What a gateway said, or why it said nothing. */
export interface Reply {
  readonly status: number | null;
  readonly failure?: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly location?: string;
  /** Milliseconds. */
  readonly retryAfter?: number;
}

export interface Call {
  readonly url: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted; without it the call asks. */
  readonly body?: unknown;
  /** Milliseconds after which the caller goes away. */
  readonly patience: number;
}

/** A caller who waits this long, in milliseconds, is not one who goes away on purpose. */
const LONG_MS = 10_000;

/** Calls a gateway. Never throws: a gateway that is killed is what this is about. */
export async function call({ url, token, headers, body, patience }: Call): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      signal: AbortSignal.timeout(Math.max(1, Math.round(patience))),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const retryAfter = response.headers.get('retry-after');
    const location = response.headers.get('location');
    return {
      status: response.status,
      body: (await response.json()) as Reply['body'],
      ...(location !== null && { location }),
      ...(retryAfter !== null && { retryAfter: Number(retryAfter) * 1000 }),
    };
  } catch (error) {
    return { status: null, failure: nameFailure(error, patience), body: {} };
  }
}

/** What the checker is told of a reply: names and ids, no values. */
export function toFacts({ status, failure, body }: Reply): Omit<Answer, 'key' | 'sent' | 'sentAt' | 'answeredAt'> {
  // A request that is settled carries the contract's answer.
  const { code, identifier, txId } = { ...body, ...(body['result'] as Reply['body'] | undefined) };
  return {
    status,
    failure,
    code: toText(code),
    identifier: toText(identifier),
    txId: toText(txId),
    state: toText(body['state']),
    blockNumber: typeof body['blockNumber'] === 'number' ? body['blockNumber'] : undefined,
    validationCode: toText(body['validationCode']),
  };
}

/** Whether the same request may be answered otherwise later. */
export function isTransient({ status, body }: Reply): boolean {
  return status === null || status === 202 || status === 429 || status >= 500 || isLostRace(body['code']);
}

function isLostRace(code: unknown): boolean {
  return code === 'WRITE_CONFLICT' || code === 'HOLDER_MISMATCH';
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function nameFailure(error: unknown, patience: number): string {
  const { name, cause } = error as { name: string; cause?: { code?: string; name?: string } };
  if (name === 'TimeoutError') {
    return patience < LONG_MS ? 'caller went away' : 'none in time';
  }
  return cause?.code ?? cause?.name ?? name;
}
