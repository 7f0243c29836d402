import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which process is meant, even after its id has been given to another: the id, and when it started. */
export const processIdentity = z.object({
  pid: z.int().positive(),
  /** Clock ticks between the system's start and the process's, as /proc writes them. */
  startTicks: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** The identity of the process that has the id now; undefined where there is none, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTicks = startTicksOf(pid);
  return startTicks === undefined ? undefined : { pid, startTicks };
}

export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  return startTicksOf(pid) === startTicks;
}

/** Field 22 of /proc/PID/stat. */
function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
