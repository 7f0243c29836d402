import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf } from '../commands/command';
import type { NetworkContext } from '../context';
import { writeFileDurably } from '../files';
import { acceptsTls } from '../identities/tls';
import { chaincodeTlsDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { chaincodeConnectionsDir } from '../nodes/peer';
import type { Organisation, Peer } from '../topology/types';
import { releasesDir } from './release';

const NODE_MODULES = path.resolve(__dirname, '..', '..', '..', 'node_modules');

/** A version that was, or is about to be, committed with a sequence. */
export interface DeployedVersion {
  /** Label of the release: the folder that it runs from. */
  readonly release: string;
  readonly packageId: string;
  readonly sequence: number;
}

/** Even and odd sequences take turns at a peer's two ports, so that a new version starts beside the old one. */
export function serverPort(peer: Peer, { sequence }: Pick<DeployedVersion, 'sequence'>): number {
  return peer.chaincodeServerPorts[sequence % 2 === 0 ? 0 : 1];
}

const PREFIX = 'chaincode-';

export function serverName(peer: Peer, { sequence }: Pick<DeployedVersion, 'sequence'>): string {
  return `${PREFIX}${String(sequence)}.${peer.name}`;
}

/** Whether a process of that name is a chaincode server of the peer's, of any version. */
export function isServerOf(peer: Peer, name: string): boolean {
  const end = `.${peer.name}`;
  return name.startsWith(PREFIX) && name.endsWith(end) && /^\d+$/.test(name.slice(PREFIX.length, -end.length));
}

/** Tells the peer's builder where the server of this version is and by which keys it is reached. Before install. */
export function writeConnection(organisation: Organisation, peer: Peer, label: string, sequence: number): void {
  const client = chaincodeTlsDir(peer, 'client');
  const connection = {
    address: `${peer.host}:${String(serverPort(peer, { sequence }))}`,
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    client_key: readFileSync(path.join(client, 'tls', 'server.key'), 'utf8'),
    client_cert: readFileSync(path.join(client, 'tls', 'server.crt'), 'utf8'),
    root_cert: readFileSync(tlsRootFile(organisation), 'utf8'),
  };
  writeFileDurably(path.join(chaincodeConnectionsDir(peer), label, 'connection.json'), JSON.stringify(connection));
}

/** True when the server takes a connection under the peer's own keys, as the peer makes one. */
export async function isServerReachable(organisation: Organisation, peer: Peer, version: Pick<DeployedVersion, 'sequence'>): Promise<boolean> {
  const client = path.join(chaincodeTlsDir(peer, 'client'), 'tls');
  const keys = { certFile: path.join(client, 'server.crt'), keyFile: path.join(client, 'server.key') };
  return await acceptsTls({ host: peer.host, port: serverPort(peer, version), caFile: tlsRootFile(organisation), client: keys });
}

/** Starts the peer's chaincode server of this version unless it runs; mutual TLS, keys of its own. */
export function startChaincodeServer(context: NetworkContext, organisation: Organisation, peer: Peer, version: DeployedVersion): void {
  const { supervisor, topology } = context;
  const tls = path.join(chaincodeTlsDir(peer, 'server'), 'tls');
  supervisor.start({
    name: serverName(peer, version),
    program: process.execPath,
    args: [
      path.join(NODE_MODULES, 'fabric-shim', 'cli.js'),
      'server',
      '--chaincode-address', `${peer.host}:${String(serverPort(peer, version))}`,
      '--chaincode-id', version.packageId,
      '--chaincode-tls-cert-file', path.join(tls, 'server.crt'),
      '--chaincode-tls-key-file', path.join(tls, 'server.key'),
      '--chaincode-tls-client-cacert-file', tlsRootFile(organisation),
    ],
    env: environmentOf({
      env: {
        NODE_ENV: 'production',
        NODE_PATH: NODE_MODULES,
        CORE_PEER_LOCALMSPID: organisation.mspId,
        CORE_CHAINCODE_LOGGING_LEVEL: 'WARNING',
        CORE_CHAINCODE_LOGGING_SHIM: 'WARNING',
        ...holderKeyEnvironment(organisation),
      },
    }),
    cwd: path.join(releasesDir(topology.stateDir), version.release),
  });
}

/** The city's chaincode servers, and no others, hold the key under which a holder is found. */
function holderKeyEnvironment(organisation: Organisation): Record<string, string> {
  if (organisation.kind !== 'city') {
    return {};
  }
  const file = path.join(organisation.dir, 'holder-key.json');
  if (!existsSync(file)) {
    writeFileDurably(file, JSON.stringify({ version: 1, key: randomBytes(32).toString('hex') }));
  }
  return { SHENGJING_HOLDER_KEY_FILE: file };
}
