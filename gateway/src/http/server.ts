import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { GatewayConfig } from '../config';

const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 };

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** Accepts no more, lets what has begun finish until the deadline, then ends it. */
  stop(deadlineMs: number): Promise<void>;
}

/** Listens, over TLS when it is configured. */
export async function startServer(
  listener: RequestListener,
  { listen, tls }: Pick<GatewayConfig, 'listen' | 'tls'>,
): Promise<RunningServer> {
  const server = tls
    ? createHttpsServer({ ...TIMEOUTS, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createHttpServer(TIMEOUTS, listener);
  server.listen(listen.port, listen.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return { url: `${tls ? 'https' : 'http'}://${host}:${String(port)}`, stop: (deadlineMs) => stop(server, deadlineMs) };
}

async function stop(server: Server, deadlineMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, deadlineMs);
  await closed;
  clearTimeout(timer);
}
