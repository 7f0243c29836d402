import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { GatewayConfig, Limits } from '../config';
import { type ConnectionLimits, limitConnections } from './connection-limits';
import { answerMalformed } from './malformed-request';

const KEEP_ALIVE_MS = 10_000;
const MAX_CHECK_INTERVAL_MS = 1_000;
const MAX_HEAD_BYTES = 16 * 1024;

/** Longer than the deadlines of every stage of a call together, and than the pause between two signs of life of a stream. */
const IDLE_MS = 120_000;

/** A connection is closed after so many requests, so that the callers of a load balancer spread anew. */
const MAX_REQUESTS_PER_CONNECTION = 10_000;

/** What concerns the server. */
export type ServerConfig = Pick<GatewayConfig, 'listen' | 'tls'> & {
  readonly limits: ConnectionLimits & Pick<Limits, 'headMs' | 'bodyMs'>;
};

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** Accepts no more, lets what has begun finish until the deadline, then ends it. */
  stop(deadlineMs: number): Promise<void>;
}

/**
 * Listens, over TLS when it is configured.
 * @param refusedConnection - Told of each connection that is closed because there are too many.
 */
export async function startServer(
  listener: RequestListener,
  { listen, tls, limits }: ServerConfig,
  refusedConnection: () => void = () => undefined,
): Promise<RunningServer> {
  const options = toServerOptions(limits);
  const server = tls
    ? createHttpsServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createHttpServer(options, listener);
  server.timeout = IDLE_MS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  server.on('clientError', answerMalformed);
  limitConnections(server, limits, refusedConnection);
  server.listen(listen.port, listen.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return { url: `${tls ? 'https' : 'http'}://${host}:${String(port)}`, stop: (deadlineMs) => stop(server, deadlineMs) };
}

/** The body of a request that is served has a deadline of its own; this one is for a body that nobody reads. */
function toServerOptions({ headMs, bodyMs }: ServerConfig['limits']): ServerOptions {
  return {
    headersTimeout: headMs,
    requestTimeout: headMs + 2 * bodyMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(headMs / 2, MAX_CHECK_INTERVAL_MS),
    maxHeaderSize: MAX_HEAD_BYTES,
  };
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
