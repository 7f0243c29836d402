import type { CodedError, JsonObject } from '@shengjing/core';
import type { NextFunction, Request, Response } from 'express';

import { describeCause } from './describe-cause';
import type { Metrics } from './metrics';
import { type Problem, toProblem } from './problem';
import { type RequestScope, scopeOf } from './request-scope';
import { toCodedError } from './to-coded-error';
import { boundUnreadBody } from './unread-body';

const RETRY_AFTER_SECONDS = 5;
const CHALLENGES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Bearer realm="shengjing"',
  TOKEN_INVALID: 'Bearer realm="shengjing", error="invalid_token"',
};

/** Answers every error as a problem. Express knows an error handler by its four parameters. */
export function newErrorHandler(metrics: Metrics) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const coded = toCodedError(error);
    const scope = scopeOf(request);
    const problem = toProblem(coded, scope.requestId);
    noteProblem(scope, problem, coded.cause);
    metrics.countError(coded.code);
    if (response.headersSent) {
      next(error);
      return;
    }
    response.set(headersFor(coded, problem.status)).status(problem.status).type('application/problem+json');
    response.send(JSON.stringify(problem));
    boundUnreadBody(request);
  };
}

/** A refusal is the caller's business; the cause of a fault is the operator's. */
function noteProblem(scope: RequestScope, { code, status, txId }: Problem, cause: unknown): void {
  scope.code = code;
  if (txId !== undefined) {
    scope.txId = txId;
  }
  if (status >= 500 && cause !== undefined) {
    scope.log.warn({ code, txId, cause: describeCause(cause) }, 'request failed');
  }
}

function headersFor({ code, details }: CodedError, status: number): Record<string, string> {
  const challenge = CHALLENGES[code];
  return {
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...((status === 503 || status === 429) && { 'Retry-After': String(toRetryAfter(details)) }),
    // What is left of a request that did not arrive in time would delay the next one on its connection.
    ...(status === 408 && { Connection: 'close' }),
  };
}

function toRetryAfter(details: JsonObject | undefined): number {
  const seconds = details?.['retryAfterSeconds'];
  return typeof seconds === 'number' ? seconds : RETRY_AFTER_SECONDS;
}
