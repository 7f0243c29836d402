import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Binaries } from '../../src/commands/binaries';

const NAMES = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'osnadmin', 'discover', 'fabric-ca-server', 'fabric-ca-client'];

/** A folder of programs with Fabric's names, each of them this shell script. */
export function fakeBinaries(folder: string, script: string): Binaries {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of NAMES) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  }
  return new Binaries(bin);
}
