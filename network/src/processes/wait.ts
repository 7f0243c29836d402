import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from '../error';

export interface WaitOptions {
  /** What is waited for, as the end of the sentence "no … within N s". */
  readonly what: string;
  /** Milliseconds. */
  readonly deadline: number;
  /** Milliseconds between two attempts; 50 unless told. */
  readonly interval?: number;
}

/**
 * Tries again until the attempt gives something other than undefined.
 * An attempt that throws counts as not yet; the last reason is told when the deadline passes. NODE_DIED is final.
 */
export async function waitFor<T>(attempt: () => Promise<T | undefined>, { what, deadline, interval = 50 }: WaitOptions): Promise<T> {
  const end = Date.now() + deadline;
  let reason: unknown;
  do {
    try {
      const result = await attempt();
      if (result !== undefined) {
        return result;
      }
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'NODE_DIED') {
        throw error;
      }
      reason = error;
    }
    await delay(interval);
  } while (Date.now() < end);
  const because = reason instanceof Error ? `: ${reason.message}` : '';
  throw new NetworkError('DEADLINE_EXCEEDED', `no ${what} within ${String(deadline / 1000)} s${because}`, { cause: reason });
}
