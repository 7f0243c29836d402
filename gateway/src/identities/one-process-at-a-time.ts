import { join } from 'node:path';

import { CodedError } from '@shengjing/core';

import { lockFile } from '../state/file-lock';

const PATIENCE_MS = 15_000;
/** Persons share locks by the first digits of their pseudonyms, so that there is a bounded number of files. */
const DIGITS = 2;

/**
 * Does a job for a person while no other process that shares the state folder does one: the authority knows one secret
 * and one set of attributes of an operator at a time.
 * @throws CodedError CA_UNAVAILABLE when another process takes too long.
 */
export async function oneProcessAtATime<T>(stateDir: string, person: string, job: () => Promise<T>): Promise<T> {
  const lock = await lockFile(join(stateDir, 'locks', `person-${person.slice(0, DIGITS)}`), PATIENCE_MS);
  if (!lock) {
    throw new CodedError('CA_UNAVAILABLE', { reason: 'another-process-enrols' });
  }
  try {
    return await job();
  } finally {
    lock.release();
  }
}
