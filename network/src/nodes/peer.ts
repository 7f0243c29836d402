import path from 'node:path';
import type { NetworkContext } from '../context';
import { adminDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { startFabricProcess } from '../processes/fabric-process';
import type { Organisation, Peer } from '../topology/types';
import { writeConfig } from './config-file';

/** The folder of the external builder that comes with this package. */
const BUILDER = path.resolve(__dirname, '..', '..', 'builder');

/** Where a peer looks for the connection file of each chaincode version that it is told to run. */
export function chaincodeConnectionsDir(peer: Peer): string {
  return path.join(peer.dir, 'chaincode');
}

export function startPeer(context: NetworkContext, organisation: Organisation, peer: Peer): void {
  writeConfig(context.binaries.sampleConfig('core.yaml'), peerConfig(organisation, peer), path.join(peer.dir, 'core.yaml'));
  startFabricProcess(context, {
    name: peer.name,
    binary: 'peer',
    args: ['node', 'start'],
    env: { FABRIC_CFG_PATH: peer.dir, FABRIC_LOGGING_SPEC: 'warning', SHENGJING_CHAINCODE_DIR: chaincodeConnectionsDir(peer) },
    cwd: peer.dir,
  });
}

function peerConfig(organisation: Organisation, peer: Peer): Record<string, unknown> {
  const endpoint = `${peer.host}:${String(peer.port)}`;
  const certificate = { file: path.join(peer.dir, 'tls', 'server.crt') };
  const key = { file: path.join(peer.dir, 'tls', 'server.key') };
  const root = tlsRootFile(organisation);
  const tls = { enabled: true, cert: certificate, key, clientAuthRequired: false, clientRootCAs: { files: [root] } };
  const neighbours = organisation.peers.filter(({ name }) => name !== peer.name);
  return {
    'peer.id': peer.name,
    'peer.networkId': 'shengjing',
    'peer.listenAddress': endpoint,
    'peer.address': endpoint,
    'peer.chaincodeListenAddress': `${peer.host}:${String(peer.chaincodeListenPort)}`,
    'peer.gateway.endorsementTimeout': '15s',
    'peer.gateway.broadcastTimeout': '10s',
    'peer.gateway.dialTimeout': '5s',
    'peer.gossip.bootstrap': (neighbours.length > 0 ? neighbours : [peer]).map(({ host, port }) => `${host}:${String(port)}`),
    'peer.gossip.endpoint': endpoint,
    'peer.gossip.externalEndpoint': endpoint,
    // How long a peer waits that found another organisation's peer not up yet; by Fabric's own default 25 s.
    'peer.gossip.reconnectInterval': '2s',
    'peer.gossip.pvtData.implicitCollectionDisseminationPolicy': { requiredPeerCount: 0, maxPeerCount: 1 },
    // A peer waits for missing private data before it commits a block. For transactions that are invalid anyway, and
    // for longer than a few seconds, that would let anyone who hides private data stall it: it reconciles later.
    'peer.gossip.pvtData.skipPullingInvalidTransactionsDuringCommit': true,
    'peer.gossip.pvtData.pullRetryThreshold': '5s',
    'peer.gossip.pvtData.reconcileSleepInterval': '10s',
    // For so many blocks, or up to twice as many, private values wait for their transaction. Gateways count on it: they
    // send none that is older than 900.
    'peer.gossip.pvtData.transientstoreMaxBlockRetention': 1000,
    // A peer that lost its orderer tries again within seconds; Fabric's own default lets it idle for an hour.
    'peer.deliveryclient.reConnectBackoffThreshold': '5s',
    'peer.tls': { ...tls, rootcert: { file: root } },
    'peer.fileSystemPath': path.join(peer.dir, 'data'),
    'peer.mspConfigPath': path.join(peer.dir, 'msp'),
    'peer.localMspId': organisation.mspId,
    // Without Docker there is nothing to ask: an endpoint here makes /healthz fail for ever.
    'vm.endpoint': '',
    'chaincode.externalBuilders': [{ name: 'shengjing-ccaas', path: BUILDER, propagateEnvironment: ['SHENGJING_CHAINCODE_DIR'] }],
    // Purged private data leaves the disk with the next block.
    'ledger.pvtdataStore.purgeInterval': 1,
    'ledger.snapshots.rootDir': path.join(peer.dir, 'snapshots'),
    'operations.listenAddress': `${peer.host}:${String(peer.operationsPort)}`,
    'operations.tls': tls,
    'metrics.provider': 'prometheus',
  };
}

/** The folder with the core.yaml by which Fabric's `peer` command acts as the organisation's administrator. */
export function adminConfigDir(organisation: Organisation): string {
  return path.join(adminDir(organisation), 'config');
}

/** Writes that core.yaml; it talks to the organisation's first peer. */
export function writeAdminConfig({ binaries }: NetworkContext, organisation: Organisation): void {
  const [peer] = organisation.peers;
  if (peer === undefined) {
    return;
  }
  const admin = adminDir(organisation);
  const values = {
    'peer.address': `${peer.host}:${String(peer.port)}`,
    'peer.localMspId': organisation.mspId,
    'peer.mspConfigPath': path.join(admin, 'msp'),
    'peer.fileSystemPath': path.join(admin, 'data'),
    'peer.tls': {
      enabled: true,
      rootcert: { file: tlsRootFile(organisation) },
      clientAuthRequired: false,
      clientCert: { file: path.join(admin, 'tls', 'server.crt') },
      clientKey: { file: path.join(admin, 'tls', 'server.key') },
      cert: { file: path.join(admin, 'tls', 'server.crt') },
      key: { file: path.join(admin, 'tls', 'server.key') },
    },
    'vm.endpoint': '',
  };
  writeConfig(binaries.sampleConfig('core.yaml'), values, path.join(adminConfigDir(organisation), 'core.yaml'));
}
