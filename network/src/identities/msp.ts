import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { writeFileDurably } from '../files';
import type { AnyOrganisation } from '../topology/types';

/** Makes the roles client, peer, admin and orderer follow from the certificate's OU. */
export function writeNodeOus(mspDir: string): void {
  const role = (ou: string) => ({ Certificate: 'cacerts/ca.pem', OrganizationalUnitIdentifier: ou });
  const config = {
    NodeOUs: {
      Enable: true,
      ClientOUIdentifier: role('client'),
      PeerOUIdentifier: role('peer'),
      AdminOUIdentifier: role('admin'),
      OrdererOUIdentifier: role('orderer'),
    },
  };
  writeFileDurably(path.join(mspDir, 'config.yaml'), stringify(config));
}

/** The organisation's definition for the channel: its two roots and the roles, no keys. */
export function channelMspDir(organisation: AnyOrganisation): string {
  return path.join(organisation.dir, 'msp');
}

export function tlsRootFile(organisation: AnyOrganisation): string {
  return path.join(channelMspDir(organisation), 'tlscacerts', 'tlsca.pem');
}

export function writeChannelMsp(organisation: AnyOrganisation, sources: { identityRoot: string; tlsRoot: string }): void {
  const folder = channelMspDir(organisation);
  if (existsSync(folder)) {
    return;
  }
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(path.join(unfinished, 'cacerts'), { recursive: true, mode: 0o700 });
  mkdirSync(path.join(unfinished, 'tlscacerts'), { mode: 0o700 });
  copyFileSync(sources.identityRoot, path.join(unfinished, 'cacerts', 'ca.pem'));
  copyFileSync(sources.tlsRoot, path.join(unfinished, 'tlscacerts', 'tlsca.pem'));
  writeNodeOus(unfinished);
  renameSync(unfinished, folder);
}
