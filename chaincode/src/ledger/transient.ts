import { CodedError } from '@shengjing/core';
import type { Stub } from './stub';

/**
 * Reads an entry of the transient map, which the block does not keep.
 *
 * @throws CodedError INVALID_INPUT when it is missing or not UTF-8.
 */
export function readTransient(stub: Stub, name: string): string {
  const bytes = stub.getTransient().get(name);
  if (bytes === undefined) {
    throw newTransientError(name, 'missing');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw newTransientError(name, 'not-utf-8');
  }
}

function newTransientError(name: string, issue: string): CodedError {
  return new CodedError('INVALID_INPUT', { issues: [{ path: `transient.${name}`, issue }] });
}
