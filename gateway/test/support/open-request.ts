import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** A request that the server has begun to serve and that waits for its body. */
export interface OpenRequest {
  /** Sends the body and gives the answer. */
  readonly finish: () => Promise<{ readonly status: number | undefined; readonly body: unknown }>;
}

/** Posts all but the body, and returns when the server has asked for the body. */
export async function openRequest(url: string, token: string, body: string): Promise<OpenRequest> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    expect: '100-continue',
  };
  const outgoing = request(url, { method: 'POST', headers, agent: false });
  outgoing.flushHeaders();
  await once(outgoing, 'continue');
  return {
    finish: async () => {
      const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
      outgoing.end(body);
      const [response] = await answered;
      return { status: response.statusCode, body: await json(response) };
    },
  };
}
