import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Lifecycle, type CommittedDefinition } from '../chaincode/lifecycle';
import { isServerReachable, serverName, serverPort } from '../chaincode/server';
import type { NetworkContext } from '../context';
import { gatewayUrl } from '../gateways/start';
import { httpsOk } from '../identities/https';
import { caRootFile } from '../identities/ca-server';
import { chaincodeTlsDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { peersOf } from '../topology/resolve';
import type { AnyOrganisation, FabricNode, Organisation, Peer } from '../topology/types';
import { channelMetric, metricsOf } from './metrics';

export interface NodeStatus {
  readonly organisation: string;
  readonly name: string;
  readonly kind: 'authority' | 'orderer' | 'peer' | 'chaincode' | 'gateway';
  readonly address: string;
  readonly pid: number | null;
  readonly healthy: boolean;
  /** Blocks in the channel; peers and orderers only. */
  readonly height: number | null;
  readonly leader: boolean;
  /** ISO date of the first of the node's certificates to expire. */
  readonly certificatesExpire: string | null;
}

export interface NetworkStatus {
  readonly network: string;
  readonly channel: string;
  readonly nodeVersion: string;
  readonly fabricVersion: string;
  readonly chaincode: CommittedDefinition | null;
  readonly leader: string | null;
  readonly nodes: readonly NodeStatus[];
}

/** What is there now; whatever does not answer is shown as not healthy. */
export async function networkStatus(context: NetworkContext): Promise<NetworkStatus> {
  const { topology } = context;
  const committed = await committedAnywhere(context);
  const nodes = await Promise.all([
    ...[topology.ordering, ...topology.organisations].map((organisation) => authorityStatus(context, organisation)),
    ...topology.ordering.orderers.map((node) => fabricNodeStatus(context, topology.ordering, node, 'orderer')),
    ...topology.organisations.flatMap((organisation) => [
      ...organisation.peers.map((node) => fabricNodeStatus(context, organisation, node, 'peer')),
      ...(committed === undefined ? [] : organisation.peers.map((peer) => chaincodeStatus(context, organisation, peer, committed))),
      gatewayStatus(context, organisation),
    ]),
  ]);
  return {
    network: topology.network,
    channel: topology.channel,
    nodeVersion: process.version,
    fabricVersion: await fabricVersion(context),
    chaincode: committed ?? null,
    leader: nodes.find(({ leader }) => leader)?.name ?? null,
    nodes,
  };
}

export function isHealthy(status: NetworkStatus): boolean {
  return status.chaincode !== null && status.leader !== null && status.nodes.every(({ healthy }) => healthy);
}

/** As the first peer says that answers. */
async function committedAnywhere(context: NetworkContext): Promise<CommittedDefinition | undefined> {
  const lifecycle = new Lifecycle(context);
  const asked = peersOf(context.topology).map(({ organisation, peer }) => lifecycle.committed(organisation, peer));
  return await Promise.any(asked).catch(() => undefined);
}

async function fabricVersion({ runner }: NetworkContext): Promise<string> {
  const { stdout } = await runner.run({ binary: 'peer', args: ['version'] });
  return /Version: (\S+)/.exec(stdout)?.[1] ?? 'unknown';
}

async function authorityStatus({ supervisor }: NetworkContext, organisation: AnyOrganisation): Promise<NodeStatus> {
  const { ca } = organisation;
  const healthy = await httpsOk({ host: ca.host, port: ca.port, path: '/cainfo', caFile: caRootFile(organisation) }).catch(() => false);
  return {
    ...status(organisation, ca.identityCa, 'authority', ca),
    pid: supervisor.find(ca.identityCa)?.pid ?? null,
    healthy,
    certificatesExpire: earliestExpiry([path.join(ca.dir, 'ca-cert.pem'), path.join(ca.dir, 'tls', 'ca-cert.pem'), path.join(ca.dir, 'tls-cert.pem')]),
  };
}

async function fabricNodeStatus(
  { supervisor, topology }: NetworkContext,
  organisation: AnyOrganisation,
  node: FabricNode,
  kind: 'orderer' | 'peer',
): Promise<NodeStatus> {
  const target = { host: node.host, port: node.operationsPort, caFile: tlsRootFile(organisation) };
  const healthy = await httpsOk({ ...target, path: '/healthz' }).catch(() => false);
  const metrics = await metricsOf(organisation, node).catch(() => '');
  const heightMetric = kind === 'peer' ? 'ledger_blockchain_height' : 'consensus_etcdraft_committed_block_number';
  const height = channelMetric(metrics, heightMetric, topology.channel);
  return {
    ...status(organisation, node.name, kind, node),
    pid: supervisor.find(node.name)?.pid ?? null,
    healthy,
    // The orderer's metric is the number of its last block, which is one less than the number of blocks.
    height: height === undefined ? null : height + (kind === 'peer' ? 0 : 1),
    leader: channelMetric(metrics, 'consensus_etcdraft_is_leader', topology.channel) === 1,
    certificatesExpire: earliestExpiry([path.join(node.dir, 'msp', 'signcerts', 'cert.pem'), path.join(node.dir, 'tls', 'server.crt')]),
  };
}

async function chaincodeStatus({ supervisor }: NetworkContext, organisation: Organisation, peer: Peer, version: { sequence: number }): Promise<NodeStatus> {
  const name = serverName(peer, version);
  const certificates = (['server', 'client'] as const).map((side) => path.join(chaincodeTlsDir(peer, side), 'tls', 'server.crt'));
  return {
    ...status(organisation, name, 'chaincode', { host: peer.host, port: serverPort(peer, version) }),
    pid: supervisor.find(name)?.pid ?? null,
    healthy: await isServerReachable(organisation, peer, version),
    certificatesExpire: earliestExpiry(certificates),
  };
}

async function gatewayStatus({ supervisor }: NetworkContext, organisation: Organisation): Promise<NodeStatus> {
  const { gateway } = organisation;
  const ready = await fetch(`${gatewayUrl(organisation)}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  const identity = path.join(gateway.dir, 'identity', 'msp', 'signcerts', 'cert.pem');
  return {
    ...status(organisation, gateway.name, 'gateway', gateway),
    pid: supervisor.find(gateway.name)?.pid ?? null,
    healthy: ready?.ok ?? false,
    certificatesExpire: earliestExpiry([identity]),
  };
}

function status(organisation: AnyOrganisation, name: string, kind: NodeStatus['kind'], { host, port }: { host: string; port: number }) {
  return { organisation: organisation.id, name, kind, address: `${host}:${String(port)}`, height: null, leader: false };
}

function earliestExpiry(files: readonly string[]): string | null {
  const dates = files.filter((file) => existsSync(file)).map((file) => new X509Certificate(readFileSync(file)).validToDate.toISOString());
  return dates.sort()[0]?.slice(0, 10) ?? null;
}
