import { setTimeout as delay } from 'node:timers/promises';

import { type ErrorCode, isCodedError } from '@shengjing/core';

const TRIES = 3;
const MAX_PAUSE_MS = 150;

/**
 * Runs something that another request may overtake. A failure with one of the codes is tried again after a pause
 * of random length, three times in all; every other failure is final.
 */
export async function retryOn<T>(codes: readonly ErrorCode[], run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= TRIES || !(isCodedError(error) && codes.includes(error.code))) {
        throw error;
      }
      await delay(Math.random() * MAX_PAUSE_MS * attempt);
    }
  }
}
