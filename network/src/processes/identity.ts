import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which process is meant, even after its id has been given to another: the id, and when it started. */
export const processIdentity = z.object({
  pid: z.int().positive(),
  /** Clock ticks between the system's start and the process's, as /proc writes them. */
  startTicks: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** The identity of the process that has the id now; undefined where there is none, or one that has ended. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTicks = startTicksOf(pid);
  return startTicks === undefined ? undefined : { pid, startTicks };
}

export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  return startTicksOf(pid) === startTicks;
}

/**
 * Fields 3 (state), 20 (threads) and 22 (start time) of /proc/PID/stat, proc(5). A zombie has ended only when no
 * thread of it is left: until then its ports are in use.
 */
function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const hasEnded = fields[0] === 'Z' && Number(fields[17]) <= 1;
    return hasEnded ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
