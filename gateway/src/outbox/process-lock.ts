import { join } from 'node:path';

import { ConfigError } from '../config';
import { type FileLock, lockFile } from '../state/file-lock';

/** An old process that is about to end has so long to let go. */
const PATIENCE_MS = 3_000;

/**
 * Takes the state folder for this process alone.
 * @throws ConfigError when another process has it.
 */
export async function lockStateDir(stateDir: string): Promise<FileLock> {
  const lock = await lockFile(join(stateDir, 'locks', 'outbox'), PATIENCE_MS);
  if (!lock) {
    const problem = 'another gateway uses this folder; several processes need a PostgreSQL server (database.urlFile)';
    throw new ConfigError([{ field: 'stateDir', problem }]);
  }
  return lock;
}
