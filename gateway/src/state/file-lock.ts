import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 25;

/** A lock that this process holds. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that one holder at a time can have, among all processes of this host. It is the operating system's lock
 * on a file (by way of SQLite, as Node has no other), so it ends with the process, however that ends.
 * @param patienceMs - How long to wait for another holder.
 * @returns `undefined` when another has held it all the time.
 */
export async function lockFile(file: string, patienceMs: number): Promise<FileLock | undefined> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = tryLock(file);
    if (lock || Date.now() >= deadline) {
      return lock;
    }
    await delay(LOOK_MS);
  }
}

function tryLock(file: string): FileLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) {
      return undefined;
    }
    throw error;
  }
  return {
    release: () => {
      database.close();
    },
  };
}

/** SQLITE_BUSY, with or without an extension in the higher bytes. */
function isBusy(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' && (errcode & 0xff) === 5;
}
