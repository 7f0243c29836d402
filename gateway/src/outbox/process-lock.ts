import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { ConfigError } from '../config';

/** An old process that is about to end has so long to let go. */
const PATIENCE_MS = 3_000;

/** Holds a state folder for one process. */
export interface ProcessLock {
  release(): void;
}

/**
 * Takes the state folder for this process alone. The lock is the operating system's, so it ends with the process,
 * however that ends.
 * @throws ConfigError when another process has it.
 */
export function lockStateDir(stateDir: string): ProcessLock {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(stateDir, 'outbox.lock'), { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    const problem = 'another gateway uses this folder; several processes need a PostgreSQL server (database.urlFile)';
    throw new ConfigError([{ field: 'stateDir', problem }], { cause });
  }
  return {
    release: () => {
      lock.close();
    },
  };
}
