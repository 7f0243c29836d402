import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

/** What is known of a request while it is served. Nothing personal belongs here: all of it is logged. */
export interface RequestScope {
  /** Given by the caller in `X-Request-Id`, else made here. */
  readonly requestId: string;
  readonly log: Logger;
  /** Method and path pattern of the route that serves it. */
  route?: string;
  /** Id under which the contract knows the write. */
  idempotencyKey?: string;
  txId?: string;
  /** Code of the problem answered. */
  code?: string;
}

const WELL_FORMED = /^[A-Za-z0-9_-]{16,64}$/u;
const scopes = new WeakMap<IncomingMessage, RequestScope>();

/** Opens the scope of every request and returns its id to the caller. */
export function newRequestScope(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && WELL_FORMED.test(given) ? given : randomUUID();
    scopes.set(request, { requestId, log: log.child({ requestId }) });
    response.set('X-Request-Id', requestId);
    next();
  };
}

/** The scope of a request that came through {@link newRequestScope}. */
export function scopeOf(request: IncomingMessage): RequestScope {
  const scope = scopes.get(request);
  if (!scope) {
    throw new Error('The request has no scope');
  }
  return scope;
}
