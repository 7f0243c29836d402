import path from 'node:path';

import { createContext, developmentToken, gatewayUrl, type NetworkContext, type Organisation, up } from '@shengjing/network';

import type { LedgerFolder } from './evidence.mts';
import type { Door } from './load.mts';
import type { Targets } from './schedule.mts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const TOKEN_LIFETIME = '12h';

/** The network that SHENGJING_STATE and SHENGJING_PORT_OFFSET name, as for the network's own commands. */
export function openNetwork(): NetworkContext {
  const state = process.env['SHENGJING_STATE'];
  if (state === undefined) {
    throw new Error('SHENGJING_STATE names no network. scripts/chaos.sh makes one.');
  }
  return createContext({
    topology: process.env['SHENGJING_TOPOLOGY'] ?? path.join(ROOT, 'network', 'topology', 'shenyang.yaml'),
    state,
    portOffset: Number(process.env['SHENGJING_PORT_OFFSET'] ?? '0'),
    verbose: process.env['SHENGJING_VERBOSE'] === '1',
  });
}

/** Starts whatever does not run, and returns when every peer has the same blocks. */
export async function bringUp(context: NetworkContext): Promise<void> {
  await up(context, { chaincode: path.join(ROOT, 'chaincode'), gateways: true });
}

export function cityOf({ topology }: NetworkContext): Organisation {
  const city = topology.organisations.find(({ kind }) => kind === 'city');
  if (city === undefined) {
    throw new Error('the topology has no city');
  }
  return city;
}

export function districtsOf({ topology }: NetworkContext): Organisation[] {
  return topology.organisations.filter(({ kind }) => kind === 'district');
}

/** The gateways that wishes are sent to, every peer, and the chaincode server of each. */
export function targetsIn(context: NetworkContext): Targets {
  const peers = context.topology.organisations.flatMap((organisation) => organisation.peers.map(({ name }) => name));
  return {
    gateway: districtsOf(context).map(({ gateway }) => gateway.name),
    peer: peers,
    chaincode: peers.map((peer) => `chaincode-1.${peer}`),
  };
}

/** The organisation's gateway, for people in one role. */
export function newDoor({ topology }: NetworkContext, organisation: Organisation, role: 'issuer' | 'clerk' | 'admin'): Door {
  const tokens = new Map<string, Promise<string>>();
  return {
    baseUrl: gatewayUrl(organisation),
    token: (person) => {
      const known = tokens.get(person);
      const token = known ?? developmentToken(topology.stateDir, { organisation, role, person, lifetime: TOKEN_LIFETIME });
      tokens.set(person, token);
      return token;
    },
  };
}

/** Where the nodes keep their blocks. */
export function ledgersOf({ topology }: NetworkContext): LedgerFolder[] {
  const { ordering, organisations, channel } = topology;
  const peers = organisations.flatMap((organisation) => organisation.peers);
  return [
    ...peers.map(({ name, dir }): LedgerFolder => ({ node: name, kind: 'peer', folder: path.join(dir, 'data', 'ledgersData', 'chains', 'chains', channel) })),
    ...ordering.orderers.map(({ name, dir }): LedgerFolder => ({ node: name, kind: 'orderer', folder: path.join(dir, 'ledger', 'chains', channel) })),
  ];
}
