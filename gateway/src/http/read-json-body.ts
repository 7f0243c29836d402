import { CodedError } from '@shengjing/core';
import express, { type Request, type RequestHandler, type Response } from 'express';

const BODY_LIMIT = '256kb';

const parser: RequestHandler = express.json({ limit: BODY_LIMIT, strict: true, type: 'application/json' });

/**
 * Reads a request's body.
 * @throws CodedError UNSUPPORTED_MEDIA_TYPE when it is not declared as JSON; the parser's own errors.
 */
export async function readJsonBody(request: Request, response: Response): Promise<unknown> {
  if (request.is('application/json') === false) {
    throw new CodedError('UNSUPPORTED_MEDIA_TYPE');
  }
  await new Promise<void>((resolve, reject) => {
    parser(request, response, (error?: unknown) => {
      if (error instanceof Error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });
  return request.body;
}
