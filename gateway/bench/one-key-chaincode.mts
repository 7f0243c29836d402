import path from 'node:path';

import { deployChaincode } from '@shengjing/network';

import type { NetworkUnderTest } from './network.mts';
import { openNetwork } from './network-context.mts';

export const ONE_KEY = 'one-key';

/** Deploys the chaincode that writes what it is told beside the network's own, at every peer. */
export async function deployOneKey(network: NetworkUnderTest): Promise<void> {
  const { topology, ...context } = openNetwork(network);
  // The servers of the network's own first version use the second of a peer's two ports, and the peer's name.
  const organisations = topology.organisations.map((organisation) => ({
    ...organisation,
    peers: organisation.peers.map((peer) => {
      const [even, odd] = peer.chaincodeServerPorts;
      return { ...peer, name: `${ONE_KEY}.${peer.name}`, chaincodeServerPorts: [odd, even] as const };
    }),
  }));
  await deployChaincode({ ...context, topology: { ...topology, chaincode: ONE_KEY, organisations } }, path.join(import.meta.dirname, ONE_KEY));
}
