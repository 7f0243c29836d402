import { deployChaincode, resumeChaincode } from './chaincode/deploy';
import { waitUntilDiscovered } from './channel/discovery';
import { joinOrderer, joinPeer } from './channel/join';
import { provideGenesis } from './channel/genesis';
import type { NetworkContext } from './context';
import { NetworkError } from './error';
import { provideIdentities } from './identities/organisation';
import { startOrderer } from './nodes/orderer';
import { startPeer, writeAdminConfig } from './nodes/peer';
import { assertPortsFree } from './processes/ports';
import type { Supervisor } from './processes/supervisor';
import { waitFor } from './processes/wait';
import { withClaimedState } from './state';
import { heights, raftLeader } from './status/metrics';
import { startGateways } from './gateways/start';
import { listenAddresses, peersOf, type ListenAddress } from './topology/resolve';

export interface UpOptions {
  /** Folder of the compiled chaincode's package. */
  readonly chaincode: string;
  readonly gateways: boolean;
}

export interface UpResult {
  /** False when everything ran already and nothing was deployed. */
  readonly changed: boolean;
}

/**
 * From whatever is there (nothing, stopped, killed, running) to a running network with the chaincode deployed.
 * @throws NetworkError STATE_LOCKED while another command changes the same network; PORT_IN_USE; NODE_DIED.
 */
export async function up(context: NetworkContext, options: UpOptions): Promise<UpResult> {
  return await withClaimedState(context.topology, async () => await bringUp(context, options));
}

async function bringUp(context: NetworkContext, options: UpOptions): Promise<UpResult> {
  const { topology, supervisor, progress } = context;
  const before = pidsOf(supervisor);
  if (before === '') {
    await assertPortsBecomeFree(listenAddresses(topology));
  }
  progress('identities: one authority for identities and one for TLS in each organisation');
  await Promise.all([topology.ordering, ...topology.organisations].map((organisation) => provideIdentities(context, organisation)));
  await provideGenesis(context);
  progress('orderers and peers');
  await startNodes(context);
  progress('chaincode');
  const resumed = await resumeChaincode(context);
  const deployed = await deployChaincode(context, options.chaincode);
  await waitUntilDiscovered(context);
  if (options.gateways) {
    progress('gateways');
    await startGateways(context);
  }
  return { changed: before !== pidsOf(supervisor) || resumed === undefined || deployed.changed };
}

/** What was killed a moment ago may hold its ports a little longer. */
async function assertPortsBecomeFree(addresses: readonly ListenAddress[]): Promise<void> {
  const areFree = async () => {
    await assertPortsFree(addresses);
    return true;
  };
  await waitFor(areFree, { what: 'free ports', deadline: 2_000, interval: 200 }).catch(areFree);
}

/** Which processes run; one that died and was started again has another id. */
function pidsOf(supervisor: Supervisor): string {
  return supervisor.running().map(({ pid }) => pid).join(' ');
}

/** Orderers and peers, joined to the channel, with a Raft leader and every peer at the same height. */
async function startNodes(context: NetworkContext): Promise<void> {
  const { topology } = context;
  const { ordering, organisations } = topology;
  for (const orderer of ordering.orderers) {
    startOrderer(context, ordering, orderer);
  }
  for (const organisation of organisations) {
    writeAdminConfig(context, organisation);
    for (const peer of organisation.peers) {
      startPeer(context, organisation, peer);
    }
  }
  await Promise.all(ordering.orderers.map((orderer) => joinOrderer(context, orderer)));
  await Promise.all(peersOf(topology).map(({ organisation, peer }) => joinPeer(context, organisation, peer)));
  await waitFor(async () => await raftLeader(topology), { what: 'Raft leader', deadline: 60_000 });
  await waitForEqualHeights(context);
}

async function waitForEqualHeights({ topology }: NetworkContext): Promise<void> {
  await waitFor(
    async () => {
      const all = [...(await heights(topology)).values()];
      if (all.includes(undefined)) {
        throw new NetworkError('NOT_RUNNING', 'a peer does not answer');
      }
      return new Set(all).size === 1 ? true : undefined;
    },
    { what: 'equal heights at all peers', deadline: 120_000 },
  );
}
