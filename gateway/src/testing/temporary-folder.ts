import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the tests of one file, removed when they have ended. */
export function newTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
