import { ERROR_CATALOGUE, errorDefinition, type ErrorCode, type Role } from '@shengjing/core';
import { developmentToken, gatewayUrl, type TemporaryNetwork } from '@shengjing/network';

/** An answer of a gateway. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The answers' shapes are in /openapi.json; a test names what it expects of them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds; 60 s unless told. */
  readonly deadline?: number;
}

/** Somebody with a token, at the gateway of the own organisation. */
export interface Person {
  readonly organisation: string;
  readonly token: string;
  readonly get: (route: string, headers?: Call['headers']) => Promise<Answer>;
  readonly post: (route: string, body: unknown, headers?: Call['headers']) => Promise<Answer>;
}

/** @param name - `sub` of the token. */
export async function newPerson(network: TemporaryNetwork, organisationId: string, role: Role, name: string): Promise<Person> {
  const organisation = network.organisation(organisationId);
  const { stateDir } = network.context.topology;
  return withToken(network, organisationId, await developmentToken(stateDir, { organisation, role, person: name, lifetime: '1h' }));
}

export function withToken(network: TemporaryNetwork, organisation: string, token: string): Person {
  const authorization = `Bearer ${token}`;
  return {
    organisation,
    token,
    get: async (route, headers) => await send(network, organisation, route, { headers: { authorization, ...headers } }),
    post: async (route, body, headers) =>
      await send(network, organisation, route, { method: 'POST', body, headers: { authorization, ...headers } }),
  };
}

/** Sends to the gateway of an organisation. */
export async function send(network: TemporaryNetwork, organisationId: string, route: string, call: Call = {}): Promise<Answer> {
  return await sendTo(gatewayUrl(network.organisation(organisationId)), route, call);
}

/** A body that is text goes as it is, any other as JSON. */
export async function sendTo(url: string, route: string, call: Call = {}): Promise<Answer> {
  const { method = 'GET', body, headers, deadline = 60_000 } = call;
  const response = await fetch(`${url}${route}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    signal: AbortSignal.timeout(deadline),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json/u.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}

/** Expects a problem with the code: its status, its meaning in both languages, and the id of the request. */
export function expectProblem({ status, headers, body }: Answer, code: ErrorCode): void {
  const { zh, en } = errorDefinition(code);
  expect(body).toMatchObject({ type: `urn:shengjing:error:${code}`, code, title: en, message: { zh, en } });
  expect([status, (body as { status: number }).status]).toEqual([ERROR_CATALOGUE[code].status, ERROR_CATALOGUE[code].status]);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/u);
  expect(headers.get('x-request-id')).toBe((body as { requestId: string }).requestId);
}

/** The answer, when it has the status; fails with the whole answer when not. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`expected ${String(status)}, got ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}
