import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it came. */
export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Someone who takes webhooks. */
export interface WebhookReceiver {
  readonly url: string;
  /** Every message, those that were turned away included. */
  readonly messages: ReceivedMessage[];
  /** Messages that were taken. */
  readonly taken: ReceivedMessage[];
  /** Status of the answer to a message; `silent` never answers. */
  answer: (message: ReceivedMessage) => number | 'silent';
  stop(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const message = { headers: request.headers, body };
      receiver.messages.push(message);
      const status = receiver.answer(message);
      if (status === 'silent') {
        return;
      }
      if (status < 300) {
        receiver.taken.push(message);
      }
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('thanks');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`,
    messages: [],
    taken: [],
    answer: () => 200,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
