import path from 'node:path';
import { adminDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { adminConfigDir } from '../nodes/peer';
import type { AnyOrganisation, Orderer, OrderingOrganisation, Organisation, Peer } from '../topology/types';
import type { Command } from './command';

/** `peer …` as the organisation's administrator, at one of its peers (the first unless told). */
export function peerCommand(organisation: Organisation, args: readonly string[], peer?: Peer): Command {
  const address = peer === undefined ? {} : { CORE_PEER_ADDRESS: `${peer.host}:${String(peer.port)}` };
  return { binary: 'peer', args, env: { ...adminEnvironment(organisation), ...address } };
}

/** The environment that makes `peer` act as the organisation's administrator. */
export function adminEnvironment(organisation: Organisation): Record<string, string> {
  return { FABRIC_CFG_PATH: adminConfigDir(organisation), FABRIC_LOGGING_SPEC: 'error' };
}

/** How `peer` reaches an orderer. */
export function ordererFlags(ordering: OrderingOrganisation, orderer: Orderer): string[] {
  return ['--orderer', `${orderer.host}:${String(orderer.port)}`, '--tls', '--cafile', tlsRootFile(ordering)];
}

/** How `discover` asks a peer of one organisation as the administrator of another, or of the same. */
export function discoverFlags(asked: AnyOrganisation, administrator: AnyOrganisation): Record<string, string> {
  const msp = path.join(adminDir(administrator), 'msp');
  return {
    '--peerTLSCA': tlsRootFile(asked),
    '--userKey': path.join(msp, 'keystore', 'key.pem'),
    '--userCert': path.join(msp, 'signcerts', 'cert.pem'),
    '--MSP': administrator.mspId,
  };
}

/** `discover …` at one of the organisation's peers, as its administrator. */
export function discoverCommand(organisation: Organisation, peer: Peer, args: readonly string[]): Command {
  const flags = { ...discoverFlags(organisation, organisation), '--server': `${peer.host}:${String(peer.port)}` };
  return { binary: 'discover', args: [...args, ...Object.entries(flags).flat()] };
}

/** `osnadmin …` as the ordering organisation's administrator. */
export function osnadminCommand(ordering: OrderingOrganisation, orderer: Orderer, args: readonly string[]): Command {
  const tls = path.join(adminDir(ordering), 'tls');
  return {
    binary: 'osnadmin',
    args: [
      ...args,
      '--orderer-address', `${orderer.host}:${String(orderer.adminPort)}`,
      '--ca-file', tlsRootFile(ordering),
      '--client-cert', path.join(tls, 'server.crt'),
      '--client-key', path.join(tls, 'server.key'),
    ],
  };
}
