import { CodedError } from '@shengjing/core';
import type { Request } from 'express';

const MAX_BYTES = 256 * 1024;

/**
 * Reads a request's body. A body that is declared too large is refused unread, one that turns out to be is read up to
 * the limit.
 * @param deadlineMs - How long it may take to arrive.
 * @returns The value, or undefined when there is no body.
 * @throws CodedError UNSUPPORTED_MEDIA_TYPE when it is not declared as plain JSON, PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT,
 * INVALID_INPUT when it is not JSON in UTF-8 or not whole.
 */
export async function readJsonBody(request: Request, deadlineMs: number): Promise<unknown> {
  const type = request.is('application/json');
  if (type === null) {
    return undefined;
  }
  if (type === false || !['', 'identity'].includes(request.get('content-encoding') ?? '')) {
    throw new CodedError('UNSUPPORTED_MEDIA_TYPE');
  }
  if (Number(request.get('content-length') ?? 0) > MAX_BYTES) {
    throw tooLarge();
  }
  return parseJson(await readBytes(request, deadlineMs));
}

async function readBytes(request: Request, deadlineMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = (chunk: Buffer): void => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_BYTES) {
      reject(tooLarge());
    }
  };
  const finish = (): void => {
    request.off('close', breakOff);
    resolve(Buffer.concat(chunks));
  };
  // Emitted when the caller goes away half-way, and after the end.
  const breakOff = (): void => {
    reject(new CodedError('INVALID_INPUT'));
  };
  const timer = setTimeout(() => {
    reject(new CodedError('REQUEST_TIMEOUT', { milliseconds: deadlineMs }));
  }, deadlineMs);
  request.on('data', collect).once('end', finish).once('error', breakOff).once('close', breakOff);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    request.off('data', collect).off('end', finish).off('error', breakOff).off('close', breakOff);
  }
}

/** What JSON.parse says repeats the input, so it is left behind. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CodedError('INVALID_INPUT');
  }
}

function tooLarge(): CodedError {
  return new CodedError('PAYLOAD_TOO_LARGE', { maxBytes: MAX_BYTES });
}
