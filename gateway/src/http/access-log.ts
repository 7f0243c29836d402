import type { NextFunction, Request, Response } from 'express';

import type { Metrics } from './metrics';
import { scopeOf } from './request-scope';

const SERVICE_ROUTES = new Set(['GET /healthz', 'GET /readyz', 'GET /metrics']);
const REFUSALS = new Set(['OVERLOADED', 'RATE_LIMITED']);

/** Logs and counts every request when its answer is out: the route and ids, never a body, a token or a query. */
export function newAccessLog(metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    response.once('close', () => {
      const { log, route = 'unmatched', idempotencyKey, txId, code } = scopeOf(request);
      const seconds = (performance.now() - start) / 1000;
      const status = response.statusCode;
      metrics.countRequest(route, status, seconds);
      const fields = { route, status, milliseconds: Math.round(seconds * 1000), idempotencyKey, txId, code };
      log[toLevel(status, route, code)]({ ...fields, aborted: response.writableFinished ? undefined : true }, 'request');
    });
    next();
  };
}

/**
 * Those who watch the gateway ask all the time, and a change of readiness has a line of its own, as have requests that
 * are refused because there are too many.
 */
function toLevel(status: number, route: string, code = ''): 'debug' | 'info' | 'warn' {
  if (SERVICE_ROUTES.has(route) || REFUSALS.has(code)) {
    return 'debug';
  }
  return status >= 500 ? 'warn' : 'info';
}
