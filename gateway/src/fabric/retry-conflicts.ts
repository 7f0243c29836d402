import { setTimeout as delay } from 'node:timers/promises';

import { FabricFailure } from './fabric-failure';

const TRIES = 3;
const MAX_PAUSE_MS = 150;

/**
 * Runs a write that another transaction may overtake. A lost race is tried again, with a new transaction and
 * after a pause of random length; every other failure is final.
 */
export async function retryConflicts<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt >= TRIES || !isConflict(error)) {
        throw error;
      }
      await delay(Math.random() * MAX_PAUSE_MS * attempt);
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof FabricFailure && error.code === 'WRITE_CONFLICT';
}
