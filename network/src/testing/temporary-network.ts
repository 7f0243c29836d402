import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NetworkContext } from '../context';
import { createContext } from '../create-context';
import { down } from '../down';
import { assertPortsFree } from '../processes/ports';
import { loadTopology } from '../topology/load';
import { listenAddresses, resolveTopology } from '../topology/resolve';

/** The topology that comes with this package. */
const TOPOLOGY = path.resolve(__dirname, '..', '..', 'topology', 'shenyang.yaml');

/** Added to the offset: a port below all that a topology uses. */
const RESERVED_PORT = 6_999;

export interface TemporaryNetwork {
  readonly context: NetworkContext;
  /** Ends every process and removes the state. */
  readonly dispose: () => Promise<void>;
}

/** A network of its own, not started yet: state in a temporary folder, ports that nothing uses. */
export async function newTemporaryNetwork(topology = TOPOLOGY): Promise<TemporaryNetwork> {
  const state = mkdtempSync(path.join(tmpdir(), 'shengjing-network-'));
  const { portOffset, reservation } = await reservePorts(topology, state);
  const verbose = process.env['SHENGJING_VERBOSE'] === '1';
  const context = { ...createContext({ topology, state, portOffset, verbose }), progress: () => undefined };
  return {
    context,
    dispose: async () => {
      await down(context);
      rmSync(state, { recursive: true, force: true });
      reservation.close();
    },
  };
}

interface ReservedPorts {
  readonly portOffset: number;
  /** Listens as long as the ports are taken, also while their processes are down; ends with this process. */
  readonly reservation: Server;
}

/** Below the range from which the system takes ports for outgoing connections. */
async function reservePorts(topology: string, stateDir: string): Promise<ReservedPorts> {
  const input = loadTopology(topology);
  for (let portOffset = 12_000; portOffset <= 24_000; portOffset += 2_000) {
    const reservation = await listen(portOffset + RESERVED_PORT);
    if (reservation !== undefined) {
      if (await arePortsFree(resolveTopology(input, { stateDir, portOffset }))) {
        return { portOffset, reservation };
      }
      reservation.close();
    }
  }
  throw new Error('no free range of ports');
}

async function arePortsFree(topology: Parameters<typeof listenAddresses>[0]): Promise<boolean> {
  return await assertPortsFree(listenAddresses(topology)).then(
    () => true,
    () => false,
  );
}

/** A server on the port, or undefined when the port is taken. */
async function listen(port: number): Promise<Server | undefined> {
  return await new Promise((resolve) => {
    const server = createServer().unref();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      resolve(server);
    });
  });
}
