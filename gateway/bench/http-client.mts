import { Agent, request } from 'node:http';

import type { LicenseRecord } from '@shengjing/core';

import type { Client } from './client.mts';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** What the search index answers. */
export interface Found {
  readonly items: readonly LicenseRecord[];
  /** Blocks that the index lacks, as last known. */
  readonly lag: number | null;
}

/** A client of a gateway. */
export interface HttpClient extends Client {
  /** @param query - As in `GET /v1/licenses`. */
  search(query: Readonly<Record<string, string>>): Promise<Found>;
}

/**
 * Callers of a gateway over connections that are kept alive.
 * @param tokens - Of the people whose calls take turns: what one person may do is limited.
 */
export function newHttpClient(baseUrl: string, tokens: readonly string[], inFlight: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  let turn = 0;
  const send = (call: Call): Promise<Answer> => sendCall(agent, baseUrl, tokens[turn++ % tokens.length] ?? '', call);
  return {
    issue: async (order) => String(expect(await send({ method: 'POST', path: '/v1/licenses', body: order }), 201).body['identifier']),
    verify: async (what) => {
      expect(await send({ method: 'POST', path: '/v1/verifications', body: what }), 200);
    },
    search: async (query) => {
      const path = `/v1/licenses?${new URLSearchParams(query).toString()}`;
      const { items, index } = expect(await send({ method: 'GET', path }), 200).body as unknown as SearchAnswer;
      return { items, lag: index.lag };
    },
    close: () => {
      agent.destroy();
    },
  };
}

interface SearchAnswer {
  readonly items: readonly LicenseRecord[];
  readonly index: { readonly lag: number | null };
}

function expect(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`HTTP ${String(answer.status)} ${String(answer.body['code'] ?? answer.body['state'])}`);
  }
  return answer;
}

function sendCall(agent: Agent, baseUrl: string, token: string, { method, path, body }: Call): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${baseUrl}${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body'];
        resolve({ status: response.statusCode ?? 0, body: answer });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
