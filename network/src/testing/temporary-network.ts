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
import type { Organisation, ResolvedTopology } from '../topology/types';
import { up } from '../up';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const TOPOLOGY = path.join(ROOT, 'network', 'topology', 'shenyang.yaml');
const CHAINCODE = path.join(ROOT, 'chaincode');

/** Added to the offset: a port below all that a topology uses. */
const RESERVED_PORT = 6_999;

export interface TemporaryNetwork {
  readonly context: NetworkContext;
  readonly organisation: (id: string) => Organisation;
  /** Starts whatever does not run, with the repository's own chaincode. */
  readonly up: (options: { readonly gateways: boolean }) => Promise<void>;
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
    organisation: (id) => organisationOf(context, id),
    up: async ({ gateways }) => {
      await up(context, { chaincode: CHAINCODE, gateways });
    },
    dispose: async () => {
      await down(context);
      rmSync(state, { recursive: true, force: true });
      reservation.close();
    },
  };
}

function organisationOf({ topology }: NetworkContext, id: string): Organisation {
  const organisation = topology.organisations.find((candidate) => candidate.id === id);
  if (organisation === undefined) {
    throw new Error(`no organisation ${id}`);
  }
  return organisation;
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

async function arePortsFree(topology: ResolvedTopology): Promise<boolean> {
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
