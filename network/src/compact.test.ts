import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fakeBinaries } from '../test/support/fake-binaries';
import { compactPeers } from './compact';
import type { NetworkContext } from './context';

test('without the program, as in a Fabric release, nothing is stopped, and it is told how to come by it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'compact-'));
  const binaries = fakeBinaries(folder, 'exit 0');
  await expect(compactPeers({ binaries } as NetworkContext, [])).rejects.toMatchObject({
    code: 'BINARY_MISSING',
    message: expect.stringContaining('go build') as string,
  });
  rmSync(folder, { recursive: true });
});
