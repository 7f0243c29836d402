import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeBinaries } from '../../test/support/fake-binaries';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { Binaries } from './binaries';

const folder = temporaryFolders();

it.each([undefined, ''])('no folder (%p) is told with what to do', (none) => {
  expect(() => new Binaries(none)).toThrow(expect.objectContaining({ code: 'BINARY_MISSING', message: expect.stringContaining('FABRIC_BIN') as string }) as Error);
});

it('programs that are missing are named', () => {
  const { folder: bin } = fakeBinaries(folder(), 'exit 0');
  rmSync(path.join(bin, 'orderer'));
  rmSync(path.join(bin, 'fabric-ca-client'));
  const message = `orderer, fabric-ca-client not found in ${bin} (FABRIC_BIN)`;
  expect(() => new Binaries(bin)).toThrow(expect.objectContaining({ code: 'BINARY_MISSING', message }) as Error);
});

it("Fabric's sample configuration is found beside the programs, and named when it is not there", () => {
  const dir = folder();
  const binaries = fakeBinaries(dir, 'exit 0');
  const file = path.join(dir, 'config', 'core.yaml');
  expect(() => binaries.sampleConfig('core.yaml')).toThrow(file);
  mkdirSync(path.dirname(file));
  writeFileSync(file, '');
  expect(binaries.sampleConfig('core.yaml')).toBe(file);
});
