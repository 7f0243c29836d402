import type { NetworkContext } from '../context';
import { NetworkError } from '../error';
import { peerCommand } from '../commands/fabric';
import { waitFor } from '../processes/wait';
import { peersOf } from '../topology/resolve';
import type { Organisation, Peer } from '../topology/types';
import { Lifecycle } from './lifecycle';
import { providePackage } from './package';
import { provideRelease } from './release';
import { isServerOf, serverName, startChaincodeServer, writeConnection, type DeployedVersion } from './server';

export interface Deployment {
  readonly version: string;
  readonly sequence: number;
  /** False when exactly this was committed before. */
  readonly changed: boolean;
}

/**
 * Brings the compiled chaincode at `source` to the channel: package, install, approve by every organisation, commit,
 * under the next sequence. Does nothing when what is committed is this very code.
 */
export async function deployChaincode(context: NetworkContext, source: string): Promise<Deployment> {
  const { topology, progress } = context;
  const lifecycle = new Lifecycle(context);
  const release = provideRelease(source, topology.chaincode, topology.stateDir);
  const committed = await lifecycle.committed();
  if (committed?.version === release.version) {
    return { ...committed, changed: false };
  }
  const sequence = (committed?.sequence ?? 0) + 1;
  progress(`deploying ${release.label} as sequence ${String(sequence)}`);
  const label = packageLabel(release.label, sequence);
  const file = await providePackage(label, topology.stateDir);
  const definition = { version: release.version, sequence, packageId: await lifecycle.packageId(file) };
  const version: DeployedVersion = { release: release.label, packageId: definition.packageId, sequence };
  await everyPeer(context, async (organisation, peer) => {
    writeConnection(organisation, peer, label, sequence);
    startChaincodeServer(context, organisation, peer, version);
    await lifecycle.install(organisation, peer, file, label);
  });
  await Promise.all(topology.organisations.map((organisation) => lifecycle.approve(organisation, definition)));
  await lifecycle.commit(definition);
  await waitUntilAnswers(context, version);
  await stopOtherVersions(context, sequence);
  return { version: release.version, sequence, changed: true };
}

/** Starts the servers of the version that the channel has committed, if any, and waits until each peer reaches its own. */
export async function resumeChaincode(context: NetworkContext): Promise<Deployment | undefined> {
  const { topology } = context;
  const lifecycle = new Lifecycle(context);
  const committed = await lifecycle.committed();
  if (committed === undefined) {
    return undefined;
  }
  const release = `${topology.chaincode}_${committed.version}`;
  const label = packageLabel(release, committed.sequence);
  await everyPeer(context, async (organisation, peer) => {
    const packageId = await lifecycle.installedPackageId(organisation, peer, label);
    if (packageId === undefined) {
      throw new NetworkError('STATE_BROKEN', `${peer.name} has not installed ${label}; start over with --clean`);
    }
    startChaincodeServer(context, organisation, peer, { release, packageId, sequence: committed.sequence });
  });
  await waitUntilAnswers(context, committed);
  return { ...committed, changed: false };
}

/**
 * A package is for one sequence: a peer keeps the connection that it was told at install, and the port of that follows
 * from the sequence. So earlier code can be deployed again.
 */
function packageLabel(release: string, sequence: number): string {
  return `${release}_${String(sequence)}`;
}

/** Every peer's chaincode answers: Fabric's contract library has this query in every chaincode. */
async function waitUntilAnswers(context: NetworkContext, version: Pick<DeployedVersion, 'sequence'>): Promise<void> {
  const { topology, runner, supervisor } = context;
  const query = ['chaincode', 'query', '--channelID', topology.channel, '--name', topology.chaincode];
  const ctor = JSON.stringify({ Args: ['org.hyperledger.fabric:GetMetadata'] });
  await everyPeer(context, async (organisation, peer) => {
    await waitFor(
      async () => {
        supervisor.assertAlive(serverName(peer, version));
        await runner.run(peerCommand(organisation, [...query, '--ctor', ctor], peer));
        return true;
      },
      { what: `answer of the chaincode at ${peer.name}`, deadline: 60_000, interval: 300 },
    );
  });
}

async function stopOtherVersions({ supervisor, topology }: NetworkContext, sequence: number): Promise<void> {
  const peers = peersOf(topology).map(({ peer }) => peer);
  const current = new Set(peers.map((peer) => serverName(peer, { sequence })));
  const others = supervisor.names().filter((name) => !current.has(name) && peers.some((peer) => isServerOf(peer, name)));
  await Promise.all(others.map((name) => supervisor.stop(name)));
}

async function everyPeer({ topology }: NetworkContext, act: (organisation: Organisation, peer: Peer) => Promise<void>): Promise<void> {
  await Promise.all(peersOf(topology).map(({ organisation, peer }) => act(organisation, peer)));
}
