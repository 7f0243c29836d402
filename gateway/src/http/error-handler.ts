import type { CodedError } from '@shengjing/core';
import type { NextFunction, Request, Response } from 'express';

import { describeCause } from './describe-cause';
import type { Metrics } from './metrics';
import { toProblem, toTransactionId } from './problem';
import { type RequestScope, scopeOf } from './request-scope';
import { toCodedError } from './to-coded-error';

const RETRY_AFTER_SECONDS = '5';
const CHALLENGES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Bearer realm="shengjing"',
  TOKEN_INVALID: 'Bearer realm="shengjing", error="invalid_token"',
};

/** Answers every error as a problem. Express knows an error handler by its four parameters. */
export function newErrorHandler(metrics: Metrics) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const coded = toCodedError(error);
    const scope = scopeOf(request);
    noteError(scope, coded);
    metrics.countError(coded.code);
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(coded, scope.requestId);
    response.set(headersFor(coded, problem.status)).status(problem.status).type('application/problem+json');
    response.send(JSON.stringify(problem));
  };
}

function noteError(scope: RequestScope, error: CodedError): void {
  scope.code = error.code;
  const txId = toTransactionId(error);
  if (txId !== undefined) {
    scope.txId = txId;
  }
  if (error.cause !== undefined) {
    scope.log.warn({ code: error.code, txId, cause: describeCause(error.cause) }, 'request failed');
  }
}

function headersFor({ code }: CodedError, status: number): Record<string, string> {
  const challenge = CHALLENGES[code];
  return {
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...((status === 503 || status === 429) && { 'Retry-After': RETRY_AFTER_SECONDS }),
  };
}
