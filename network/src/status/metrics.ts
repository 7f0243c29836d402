import path from 'node:path';
import { httpsGet } from '../identities/https';
import { adminDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { peersOf } from '../topology/resolve';
import type { AnyOrganisation, FabricNode, ResolvedTopology } from '../topology/types';

/** The node's Prometheus metrics, read as its organisation's administrator. */
export async function metricsOf(organisation: AnyOrganisation, node: FabricNode): Promise<string> {
  const tls = path.join(adminDir(organisation), 'tls');
  const { body } = await httpsGet({
    host: node.host,
    port: node.operationsPort,
    path: '/metrics',
    caFile: tlsRootFile(organisation),
    client: { certFile: path.join(tls, 'server.crt'), keyFile: path.join(tls, 'server.key') },
  });
  return body;
}

/** The value of a metric of the channel, if the node has it. */
export function channelMetric(metrics: string, name: string, channel: string): number | undefined {
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${name}{`) && candidate.includes(`channel="${channel}"`));
  const value = line?.slice(line.lastIndexOf(' ') + 1);
  return value === undefined ? undefined : Number(value);
}

/** The name of the orderer that leads, if the consenters agree on one that answers. */
export async function raftLeader(topology: ResolvedTopology): Promise<string | undefined> {
  const { ordering, channel } = topology;
  const leads = await Promise.all(
    ordering.orderers.map(async (orderer) => {
      const metrics = await metricsOf(ordering, orderer).catch(() => '');
      return channelMetric(metrics, 'consensus_etcdraft_is_leader', channel) === 1;
    }),
  );
  return ordering.orderers[leads.indexOf(true)]?.name;
}

/** Number of blocks at each peer; undefined where a peer does not answer. */
export async function heights(topology: ResolvedTopology): Promise<Map<string, number | undefined>> {
  const entries = peersOf(topology).map(async ({ organisation, peer }): Promise<[string, number | undefined]> => {
    const metrics = await metricsOf(organisation, peer).catch(() => '');
    return [peer.name, channelMetric(metrics, 'ledger_blockchain_height', topology.channel)];
  });
  return new Map(await Promise.all(entries));
}
