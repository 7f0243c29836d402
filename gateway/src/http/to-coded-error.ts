import { CodedError, type ErrorCode } from '@shengjing/core';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  404: 'NOT_FOUND',
};

/**
 * The one place where what Express throws becomes a coded error. Its messages repeat parts of the
 * input, so those are left behind; anything that is not its own is INTERNAL.
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
