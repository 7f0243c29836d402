import path from 'node:path';
import { channelMspDir } from '../identities/msp';
import type { OrderingOrganisation, Organisation, ResolvedTopology } from '../topology/types';
import { applicationPolicies, channelPolicies, ordererPolicies, organisationPolicies } from './policies';

export const PROFILE = 'Channel';

/** A lost leader is replaced after 2.5 to 5 s, within one city's network; Fabric's own default is twice that. */
const RAFT_OPTIONS = {
  TickInterval: '250ms',
  ElectionTick: 10,
  HeartbeatTick: 1,
  MaxInflightBlocks: 5,
  SnapshotIntervalSize: '16 MB',
};

/** The content of configtx.yaml: the channel's first configuration, for configtxgen. */
export function configtx(topology: ResolvedTopology) {
  const { ordering, organisations, batch } = topology;
  return {
    Profiles: {
      [PROFILE]: {
        Policies: channelPolicies(),
        Capabilities: { V2_0: true },
        Orderer: {
          OrdererType: 'etcdraft',
          Capabilities: { V2_0: true },
          BatchTimeout: batch.timeout,
          BatchSize: {
            MaxMessageCount: batch.maxMessageCount,
            AbsoluteMaxBytes: batch.absoluteMaxBytes,
            PreferredMaxBytes: batch.preferredMaxBytes,
          },
          EtcdRaft: { Consenters: consenters(ordering), Options: RAFT_OPTIONS },
          Organizations: [orderingOrganisation(ordering)],
          Policies: ordererPolicies(topology),
        },
        Application: {
          Capabilities: { V2_5: true },
          Organizations: organisations.map(organisation),
          Policies: applicationPolicies(topology),
        },
      },
    },
  };
}

function consenters({ orderers }: OrderingOrganisation) {
  return orderers.map(({ host, port, dir }) => {
    const certificate = path.join(dir, 'tls', 'server.crt');
    return { Host: host, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate };
  });
}

function orderingOrganisation(ordering: OrderingOrganisation) {
  return {
    Name: ordering.mspId,
    ID: ordering.mspId,
    MSPDir: channelMspDir(ordering),
    Policies: organisationPolicies(ordering, 'ordering'),
    OrdererEndpoints: ordering.orderers.map(({ host, port }) => `${host}:${String(port)}`),
  };
}

export function organisation(member: Organisation) {
  return {
    Name: member.mspId,
    ID: member.mspId,
    MSPDir: channelMspDir(member),
    Policies: organisationPolicies(member, 'endorsing'),
    AnchorPeers: member.peers.map(({ host, port }) => ({ Host: host, Port: port })),
  };
}
