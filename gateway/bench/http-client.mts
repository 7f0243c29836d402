import { Agent, request } from 'node:http';

import type { Client } from './client.mts';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Callers of a gateway over connections that are kept alive.
 * @param tokens - Of the people whose calls take turns: what one person may do is limited.
 */
export function newHttpClient(baseUrl: string, tokens: readonly string[], inFlight: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  let turn = 0;
  const nextToken = (): string => tokens[turn++ % tokens.length] ?? '';
  const post = (path: string, body: unknown): Promise<Answer> => send(agent, `${baseUrl}${path}`, nextToken(), JSON.stringify(body));
  return {
    issue: async (order) => String(expect(await post('/v1/licenses', order), 201).body['identifier']),
    verify: async (what) => {
      expect(await post('/v1/verifications', what), 200);
    },
    close: () => {
      agent.destroy();
    },
  };
}

function expect(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`HTTP ${String(answer.status)} ${String(answer.body['code'] ?? answer.body['state'])}`);
  }
  return answer;
}

function send(agent: Agent, url: string, token: string, body: string): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body'];
        resolve({ status: response.statusCode ?? 0, body: answer });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
