import { spawn } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environmentOf, type Command } from './commands/command';
import { adminEnvironment, discoverFlags } from './commands/fabric';
import type { NetworkContext } from './context';
import { NetworkError } from './error';
import { caRootFile } from './identities/ca-server';
import { adminDir } from './identities/organisation';
import { tlsRootFile } from './identities/msp';
import { assertStarted } from './state';
import { cityOf } from './topology/resolve';
import type { OrderingOrganisation, Organisation } from './topology/types';

const TOOLS = ['peer', 'osnadmin', 'configtxlator', 'configtxgen', 'discover', 'fabric-ca-client'] as const;
type Tool = (typeof TOOLS)[number];

/**
 * Runs a Fabric command as the organisation's administrator, on this terminal. Gives its exit code.
 * @throws NetworkError NOT_RUNNING when the network was never started.
 */
export async function execAsAdmin(context: NetworkContext, organisationId: string, tool: string, args: readonly string[]): Promise<number> {
  const command = adminCommand(context, organisationId, tool, args);
  context.runner.show(command);
  const child = spawn(context.binaries.path(command.binary), [...command.args], { env: environmentOf(command), stdio: 'inherit' });
  return await new Promise((resolve, reject) => {
    child.on('error', () => {
      reject(new NetworkError('BINARY_MISSING', `${command.binary} cannot be run from ${context.binaries.folder} (FABRIC_BIN)`));
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

function findOrganisation({ topology }: NetworkContext, id: string): OrderingOrganisation | Organisation {
  const organisations = [topology.ordering, ...topology.organisations];
  const found = organisations.find((organisation) => organisation.id === id);
  if (found === undefined) {
    throw new NetworkError('USAGE', `no organisation ${id}; there are ${organisations.map((organisation) => organisation.id).join(', ')}`);
  }
  if (!existsSync(path.join(adminDir(found), 'msp'))) {
    throw new NetworkError('NOT_RUNNING', `${id} has no administrator yet: start the network with scripts/start.sh first`);
  }
  return found;
}

/**
 * The command with all that makes it the administrator's; what the caller gave stays as it is.
 * @throws NetworkError NOT_RUNNING when the network was never started.
 */
export function adminCommand(context: NetworkContext, organisationId: string, tool: string, args: readonly string[]): Command {
  assertStarted(context.topology);
  const organisation = findOrganisation(context, organisationId);
  switch (tool as Tool) {
    case 'peer':
      return { binary: 'peer', args, env: peerEnvironment(context, organisation) };
    case 'osnadmin':
      return { binary: 'osnadmin', args: withOsnadminFlags(context, organisation, args) };
    case 'discover':
      return { binary: 'discover', args: withDiscoverFlags(context, organisation, args) };
    case 'fabric-ca-client':
      return { binary: tool, args, env: caEnvironment(organisation) };
    case 'configtxlator':
    case 'configtxgen':
      return { binary: tool, args };
    default:
      throw new NetworkError('USAGE', `unknown command ${tool}; there are ${TOOLS.join(', ')}`);
  }
}

/** The ordering organisation has no peer: its administrator reads through the city's first one. */
function peerEnvironment({ topology }: NetworkContext, organisation: OrderingOrganisation | Organisation): Record<string, string> {
  if (organisation.kind !== 'ordering') {
    return adminEnvironment(organisation);
  }
  return {
    ...adminEnvironment(cityOf(topology)),
    CORE_PEER_LOCALMSPID: organisation.mspId,
    CORE_PEER_MSPCONFIGPATH: path.join(adminDir(organisation), 'msp'),
  };
}

/** osnadmin reads no environment: the flags that are not given are added, for the first orderer. */
function withOsnadminFlags(
  { topology: { ordering } }: NetworkContext,
  organisation: OrderingOrganisation | Organisation,
  args: readonly string[],
): string[] {
  if (organisation.kind !== 'ordering') {
    throw new NetworkError('USAGE', `orderers are administered by ${ordering.id}, not by ${organisation.id}`);
  }
  const [orderer] = ordering.orderers;
  const tls = path.join(adminDir(ordering), 'tls');
  const flags: Record<string, string> = {
    '--orderer-address': orderer === undefined ? '' : `${orderer.host}:${String(orderer.adminPort)}`,
    '--ca-file': tlsRootFile(ordering),
    '--client-cert': path.join(tls, 'server.crt'),
    '--client-key': path.join(tls, 'server.key'),
  };
  return withDefaults(args, flags, { '--orderer-address': '-o' });
}

const ASKS_A_PEER = ['peers', 'config', 'endorsers'];

function withDiscoverFlags({ topology }: NetworkContext, organisation: OrderingOrganisation | Organisation, args: readonly string[]): string[] {
  const asked = organisation.kind === 'ordering' ? cityOf(topology) : organisation;
  const [peer] = asked.peers;
  const server = peer !== undefined && args.some((arg) => ASKS_A_PEER.includes(arg)) ? { '--server': `${peer.host}:${String(peer.port)}` } : {};
  return withDefaults(args, { ...discoverFlags(asked, organisation), ...server });
}

/** A copy of the registrar's home, made anew each time: the client saves its flags there, and `enroll` writes there. */
function caEnvironment(organisation: OrderingOrganisation | Organisation): Record<string, string> {
  const { ca } = organisation;
  const home = path.join(adminDir(organisation), 'ca-client');
  rmSync(home, { recursive: true, force: true });
  cpSync(path.join(ca.dir, 'registrar-identity', 'msp'), path.join(home, 'msp'), { recursive: true });
  return {
    FABRIC_CA_CLIENT_HOME: home,
    FABRIC_CA_CLIENT_TLS_CERTFILES: caRootFile(organisation),
    FABRIC_CA_CLIENT_URL: `https://${ca.host}:${String(ca.port)}`,
    FABRIC_CA_CLIENT_CANAME: ca.identityCa,
  };
}

function withDefaults(args: readonly string[], flags: Readonly<Record<string, string>>, short: Readonly<Record<string, string>> = {}): string[] {
  const given = (flag: string) => args.some((arg) => arg === flag || arg.startsWith(`${flag}=`) || arg === short[flag]);
  return [...args, ...Object.entries(flags).flatMap(([flag, value]) => (given(flag) ? [] : [flag, value]))];
}
