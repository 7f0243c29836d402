import { existsSync } from 'node:fs';
import path from 'node:path';
import type { NetworkContext } from '../context';
import { NetworkError } from '../error';
import type { Peer } from '../topology/types';

const BINARY = 'leveldb-compact';
const HOUR = 3_600_000;

/** Where a peer keeps private data, under its `peer.fileSystemPath`: the store, the state, what is endorsed and not committed. */
const PRIVATE_DATABASES = ['ledgersData/pvtdataStore', 'ledgersData/stateLeveldb', 'transientstore'];

/** @throws NetworkError BINARY_MISSING when the program that compacts is not among Fabric's. */
export function assertCanCompact({ binaries }: Pick<NetworkContext, 'binaries'>): void {
  if (!existsSync(binaries.path(BINARY))) {
    throw new NetworkError('BINARY_MISSING', `${BINARY} not found in ${binaries.folder} (FABRIC_BIN): it is no part of a Fabric release; build it in network/tools/fabric with "go build -o ${binaries.folder} ./${BINARY}"`);
  }
}

/**
 * Rewrites the tables of a stopped peer's databases of private data, so that what was deleted is in none of them.
 * @throws NetworkError COMMAND_FAILED when a process has a database open, or it cannot be read.
 */
export async function compactDatabases({ runner }: Pick<NetworkContext, 'runner'>, { dir }: Pick<Peer, 'dir'>): Promise<void> {
  const folders = PRIVATE_DATABASES.map((name) => path.join(dir, 'data', name)).filter((folder) => existsSync(folder));
  if (folders.length > 0) {
    await runner.run({ binary: BINARY, args: folders, deadline: HOUR });
  }
}
