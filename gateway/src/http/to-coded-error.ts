import { CodedError, type ErrorCode } from '@shengjing/core';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/**
 * The one place where what Express and its body parser throw becomes a coded error. Their messages repeat
 * parts of the input, so those are left behind; anything that is not theirs is INTERNAL.
 */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) {
    return error;
  }
  const code = BY_STATUS[statusOf(error)];
  return code ? new CodedError(code) : new CodedError('INTERNAL', undefined, { cause: error });
}

function statusOf(error: unknown): number {
  const { status } = Object(error) as { status?: unknown };
  return typeof status === 'number' ? status : 0;
}
