import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from 'pino';

import { describeCause } from '../http/describe-cause';

/** A job that is done again and again. */
export interface Repetition {
  /** Lets the current round end and begins no other. */
  stop(): Promise<void>;
}

/** Does a job at once and then after each pause. A round that fails is logged, and the next one comes all the same. */
export function every(pauseMs: number, job: () => Promise<void>, log: Logger): Repetition {
  const stopping = new AbortController();
  const repeat = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await job().catch((error: unknown) => {
        log.error({ cause: describeCause(error) }, 'work in the background failed');
      });
      await delay(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  const ended = repeat();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
