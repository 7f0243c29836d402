import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Binaries } from '../../src/commands/binaries';
import { CommandRunner } from '../../src/commands/command';
import type { NetworkContext } from '../../src/context';
import { down } from '../../src/down';
import { assertPortsFree } from '../../src/processes/ports';
import { Supervisor } from '../../src/processes/supervisor';
import { loadTopology } from '../../src/topology/load';
import { listenAddresses, resolveTopology } from '../../src/topology/resolve';

export interface TestNetwork {
  readonly context: NetworkContext;
  /** Ends every process and removes the state. */
  readonly dispose: () => Promise<void>;
}

/** A network of its own: state in a temporary folder, ports that nothing uses. */
export async function newTestNetwork(topologyFile: string): Promise<TestNetwork> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'shengjing-network-'));
  const input = loadTopology(topologyFile);
  const topology = resolveTopology(input, { stateDir, portOffset: await freeOffset(topologyFile, stateDir) });
  const binaries = new Binaries(process.env['FABRIC_BIN']);
  const supervisor = new Supervisor(stateDir);
  const context: NetworkContext = {
    topology,
    binaries,
    supervisor,
    runner: new CommandRunner(binaries, process.env['SHENGJING_VERBOSE'] === '1'),
    progress: () => undefined,
  };
  return {
    context,
    dispose: async () => {
      await down(context);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Below the range from which the system takes ports for outgoing connections. */
async function freeOffset(topologyFile: string, stateDir: string): Promise<number> {
  const input = loadTopology(topologyFile);
  for (let portOffset = 12_000; portOffset <= 24_000; portOffset += 2_000) {
    const addresses = listenAddresses(resolveTopology(input, { stateDir, portOffset }));
    const free = await assertPortsFree(addresses).then(
      () => true,
      () => false,
    );
    if (free) {
      return portOffset;
    }
  }
  throw new Error('no free range of ports');
}
