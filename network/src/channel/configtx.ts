import path from 'node:path';
import { channelMspDir } from '../identities/msp';
import type { OrderingOrganisation, Organisation, ResolvedTopology } from '../topology/types';
import { applicationPolicies, channelPolicies, ordererPolicies, organisationPolicies } from './policies';

export const PROFILE = 'Channel';

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
          EtcdRaft: { Consenters: consenters(ordering) },
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
