import { existsSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from '../error';

const REQUIRED = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'discover', 'osnadmin', 'fabric-ca-server', 'fabric-ca-client'] as const;

/** Fabric's programs in one folder, with Fabric's sample configuration in `../config`, as a release unpacks. */
export class Binaries {
  readonly #folder: string;

  /** @throws NetworkError BINARY_MISSING naming what is not there. */
  constructor(folder: string | undefined) {
    if (folder === undefined || folder === '') {
      throw new NetworkError('BINARY_MISSING', 'FABRIC_BIN is not set: start through scripts/start.sh, or name the bin folder of an installed Fabric release');
    }
    this.#folder = path.resolve(folder);
    const missing = REQUIRED.filter((name) => !existsSync(this.path(name)));
    if (missing.length > 0) {
      throw new NetworkError('BINARY_MISSING', `${missing.join(', ')} not found in ${this.#folder} (FABRIC_BIN)`);
    }
  }

  path(name: string): string {
    return path.join(this.#folder, name);
  }

  get folder(): string {
    return this.#folder;
  }

  /** core.yaml or orderer.yaml as Fabric ships it. */
  sampleConfig(name: 'core.yaml' | 'orderer.yaml'): string {
    const file = path.join(this.#folder, '..', 'config', name);
    if (!existsSync(file)) {
      throw new NetworkError('BINARY_MISSING', `${file} not found: it comes with a Fabric release, beside bin`);
    }
    return file;
  }
}
