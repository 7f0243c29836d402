import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 5_000;

/** Waits until something holds. Fails when it does not within five seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error('it never came true');
    }
    await delay(5);
  }
}
