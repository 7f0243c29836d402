import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from './error';
import { writeFileDurably } from './files';
import { identify, isAlive, processIdentity, type ProcessIdentity } from './processes/identity';

/** Beginning of the names of the lock and of what it leaves when its process is killed. */
export const LOCK = 'lock.json';

/**
 * Does the work while no other command changes the network of this state. A lock whose process is gone counts for
 * nothing.
 * @throws NetworkError STATE_LOCKED, naming the process that is at work.
 */
export async function withLock<T>(stateDir: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(stateDir, LOCK);
  const self = identify(process.pid);
  take(lock, JSON.stringify(self));
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A link either appears with the whole content or fails, so two processes never both have the lock. */
function take(lock: string, content: string): void {
  const own = `${lock}.${String(process.pid)}`;
  writeFileDurably(own, content);
  try {
    removeStale(lock);
    linkSync(own, lock);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? locked(lock) : error;
  } finally {
    rmSync(own, { force: true });
  }
}

function removeStale(lock: string): void {
  if (!holds(holderOf(lock))) {
    const aside = `${lock}.${String(process.pid)}.stale`;
    if (moved(lock, aside)) {
      // Another process may have replaced the stale lock by its own since the look at it: that one is put back.
      const taken = holds(holderOf(aside));
      if (taken) {
        linkSync(aside, lock);
      }
      rmSync(aside);
    }
  }
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function holds(holder: ProcessIdentity | undefined): boolean {
  return holder !== undefined && isAlive(holder);
}

function holderOf(lock: string): ProcessIdentity | undefined {
  try {
    return processIdentity.parse(JSON.parse(readFileSync(lock, 'utf8')));
  } catch {
    return undefined;
  }
}

function locked(lock: string): NetworkError {
  const pid = holderOf(lock)?.pid;
  const who = pid === undefined ? 'another command' : `another command (process ${String(pid)})`;
  return new NetworkError('STATE_LOCKED', `${who} is changing the network of ${path.dirname(lock)}; wait until it has ended, then try again`);
}
