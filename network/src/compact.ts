import { waitUntilDiscovered } from './channel/discovery';
import { joinPeer } from './channel/join';
import type { NetworkContext } from './context';
import { NetworkError } from './error';
import { assertCanCompact, compactDatabases } from './nodes/compact-databases';
import { startPeer } from './nodes/peer';
import { waitFor } from './processes/wait';
import { heights } from './status/metrics';
import { peersOf } from './topology/resolve';
import type { Organisation, Peer } from './topology/types';

/**
 * Compacts the databases of private data of peers, one peer after the other, each stopped meanwhile and started again
 * if it ran; the next one waits until it is of use again.
 * @param names - Which peers; all of them when there are none.
 * @throws NetworkError BINARY_MISSING; USAGE for a name that is no peer's; COMMAND_FAILED; DEADLINE_EXCEEDED.
 */
export async function compactPeers(context: NetworkContext, names: readonly string[]): Promise<void> {
  assertCanCompact(context);
  const peers = peersOf(context.topology);
  const known = peers.map(({ peer }) => peer.name);
  if (!names.every((name) => known.includes(name))) {
    throw new NetworkError('USAGE', `a peer is one of ${known.join(', ')}`);
  }
  for (const { organisation, peer } of peers.filter(({ peer: { name } }) => names.length === 0 || names.includes(name))) {
    await compactPeer(context, organisation, peer);
  }
}

async function compactPeer(context: NetworkContext, organisation: Organisation, peer: Peer): Promise<void> {
  const { supervisor, progress } = context;
  const ran = supervisor.find(peer.name) !== undefined;
  progress(`compacting ${peer.name}`);
  await supervisor.stop(peer.name);
  try {
    await compactDatabases(context, peer);
  } finally {
    if (ran) {
      startPeer(context, organisation, peer);
    }
  }
  if (ran) {
    await joinPeer(context, organisation, peer);
    await waitUntilCaughtUp(context, peer);
    await waitUntilDiscovered(context);
  }
}

/** Waits until a peer has the blocks that any peer has now. */
async function waitUntilCaughtUp({ topology }: NetworkContext, { name }: Peer): Promise<void> {
  const target = Math.max(...[...(await heights(topology)).values()].map((height) => height ?? 0));
  const hasCaughtUp = async () => (((await heights(topology)).get(name) ?? 0) >= target ? true : undefined);
  await waitFor(hasCaughtUp, { what: `blocks at ${name}`, deadline: 120_000 });
}
