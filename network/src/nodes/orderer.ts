import path from 'node:path';
import type { NetworkContext } from '../context';
import { tlsRootFile } from '../identities/msp';
import { startFabricProcess } from '../processes/fabric-process';
import type { Orderer, OrderingOrganisation } from '../topology/types';
import { writeConfig } from './config-file';

export function startOrderer(context: NetworkContext, ordering: OrderingOrganisation, orderer: Orderer): void {
  writeConfig(context.binaries.sampleConfig('orderer.yaml'), ordererConfig(ordering, orderer), path.join(orderer.dir, 'orderer.yaml'));
  startFabricProcess(context, {
    name: orderer.name,
    binary: 'orderer',
    args: [],
    env: { FABRIC_CFG_PATH: orderer.dir, FABRIC_LOGGING_SPEC: 'warning' },
    cwd: orderer.dir,
  });
}

function ordererConfig(ordering: OrderingOrganisation, orderer: Orderer): Record<string, unknown> {
  const certificate = path.join(orderer.dir, 'tls', 'server.crt');
  const key = path.join(orderer.dir, 'tls', 'server.key');
  const root = tlsRootFile(ordering);
  const tls = { Enabled: true, Certificate: certificate, PrivateKey: key, RootCAs: [root] };
  const mutualTls = { ...tls, ClientAuthRequired: true, ClientRootCAs: [root] };
  return {
    'General.ListenAddress': orderer.host,
    'General.ListenPort': orderer.port,
    'General.TLS': { ...tls, ClientAuthRequired: false },
    'General.Cluster': { SendBufferSize: 100, ClientCertificate: certificate, ClientPrivateKey: key },
    'General.BootstrapMethod': 'none',
    'General.LocalMSPDir': path.join(orderer.dir, 'msp'),
    'General.LocalMSPID': ordering.mspId,
    'FileLedger.Location': path.join(orderer.dir, 'ledger'),
    'Operations.ListenAddress': `${orderer.host}:${String(orderer.operationsPort)}`,
    'Operations.TLS': { ...mutualTls, ClientAuthRequired: false },
    'Metrics.Provider': 'prometheus',
    'Admin.ListenAddress': `${orderer.host}:${String(orderer.adminPort)}`,
    'Admin.TLS': mutualTls,
    'ChannelParticipation.Enabled': true,
    'Consensus.WALDir': path.join(orderer.dir, 'etcdraft', 'wal'),
    'Consensus.SnapDir': path.join(orderer.dir, 'etcdraft', 'snapshot'),
  };
}
