import { setTimeout as delay } from 'node:timers/promises';

import { MEASURED_GATEWAY } from './report.mts';
import type { Processes } from './processes.mts';

/** What was seen of the gateway while it had too much to do. */
export interface Watched {
  /** The most of its resident memory, in bytes. */
  readonly residentBytes: number;
  /** Requests to /healthz, one after another. */
  readonly health: { readonly asked: number; readonly answered: number; readonly worstMs: number };
}

const PAUSE_MS = 200;
const HEALTH_DEADLINE_MS = 10_000;

/** Watches a gateway until it is told to stop. */
export function startWatch(url: string, processes: Processes): { stop(): Promise<Watched> } {
  let goesOn = true;
  const watching = watch(url, processes, () => goesOn);
  return {
    stop: () => {
      goesOn = false;
      return watching;
    },
  };
}

async function watch(url: string, processes: Processes, goesOn: () => boolean): Promise<Watched> {
  let [residentBytes, asked, answered, worstMs] = [0, 0, 0, 0];
  while (goesOn()) {
    const start = performance.now();
    asked++;
    answered += (await isUp(url)) ? 1 : 0;
    worstMs = Math.max(worstMs, performance.now() - start);
    residentBytes = Math.max(residentBytes, processes.memoryOf(MEASURED_GATEWAY).resident);
    await delay(PAUSE_MS);
  }
  return { residentBytes, health: { asked, answered, worstMs } };
}

async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_DEADLINE_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
