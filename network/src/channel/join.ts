import { osnadminCommand, peerCommand } from '../commands/fabric';
import type { NetworkContext } from '../context';
import { waitFor } from '../processes/wait';
import type { Orderer, Organisation, Peer } from '../topology/types';
import { genesisFile } from './genesis';

/** Joins an orderer to the channel unless it is a member already. */
export async function joinOrderer({ topology, runner, supervisor }: NetworkContext, orderer: Orderer): Promise<void> {
  const { channel, ordering } = topology;
  const list = await waitFor(
    async () => {
      supervisor.assertAlive(orderer.name);
      return await runner.run(osnadminCommand(ordering, orderer, ['channel', 'list']));
    },
    { what: `answer of ${orderer.name}`, deadline: 30_000, interval: 300 },
  );
  if (!list.stdout.includes(`"name": "${channel}"`)) {
    await runner.run(osnadminCommand(ordering, orderer, ['channel', 'join', '--channelID', channel, '--config-block', genesisFile(topology)]));
  }
}

/** Joins a peer to the channel, from its first block, unless it is a member already. */
export async function joinPeer({ topology, runner, supervisor }: NetworkContext, organisation: Organisation, peer: Peer): Promise<void> {
  const list = await waitFor(
    async () => {
      supervisor.assertAlive(peer.name);
      return await runner.run(peerCommand(organisation, ['channel', 'list'], peer));
    },
    { what: `answer of ${peer.name}`, deadline: 30_000, interval: 300 },
  );
  if (!list.stdout.split('\n').includes(topology.channel)) {
    await runner.run(peerCommand(organisation, ['channel', 'join', '--blockpath', genesisFile(topology)], peer));
  }
}
