import { z } from 'zod';
import { discoverCommand } from '../commands/fabric';
import type { NetworkContext } from '../context';
import { waitFor } from '../processes/wait';
import { peersOf } from '../topology/resolve';
import type { Organisation, Peer } from '../topology/types';

const discoveredPeers = z.array(z.object({ Endpoint: z.string(), Chaincodes: z.array(z.string()).nullish() }));

/**
 * Waits until every peer that runs knows every other as one that endorses for the chaincode: only then does a peer's
 * gateway find endorsers in other organisations.
 */
export async function waitUntilDiscovered(context: NetworkContext): Promise<void> {
  const peers = peersOf(context.topology).filter(({ peer: { name } }) => context.supervisor.find(name) !== undefined);
  const endpoints = peers.map(({ peer: { host, port } }) => `${host}:${String(port)}`);
  await Promise.all(
    peers.map(async ({ organisation, peer }) => {
      await waitFor(
        async () => {
          const known = await endorsersKnownTo(context, organisation, peer);
          return endpoints.every((endpoint) => known.has(endpoint)) ? true : undefined;
        },
        { what: `knowledge of all endorsers at ${peer.name}`, deadline: 60_000, interval: 300 },
      );
    }),
  );
}

async function endorsersKnownTo({ topology, runner }: NetworkContext, organisation: Organisation, peer: Peer): Promise<Set<string>> {
  const { stdout } = await runner.run(discoverCommand(organisation, peer, ['peers', '--channel', topology.channel]));
  const peers = discoveredPeers.parse(JSON.parse(stdout));
  return new Set(peers.filter(({ Chaincodes }) => Chaincodes?.includes(topology.chaincode)).map(({ Endpoint }) => Endpoint));
}
