import path from 'node:path';
import type { NetworkContext } from '../context';
import type { AnyOrganisation, FabricNode, OrderingOrganisation, Organisation } from '../topology/types';
import { caRootFile, prepareCa, startCa } from './ca-server';
import { Enroller, type Enrollment } from './enroll';
import { writeChannelMsp } from './msp';

export function adminDir(organisation: AnyOrganisation): string {
  return path.join(organisation.dir, 'admin');
}

/** Where the keys lie that a peer and its chaincode server use with each other, one folder for each side. */
export function chaincodeTlsDir(peer: FabricNode, side: 'server' | 'client'): string {
  return path.join(peer.dir, `chaincode-${side}`);
}

/** The gateway's own client identity, and the one that may register operators and nothing else. */
export function gatewayIdentityDir({ gateway }: Organisation, which: 'identity' | 'registrar'): string {
  return path.join(gateway.dir, which);
}

/** Starts the organisation's authorities and enrolls whatever the topology says it needs and does not have yet. */
export async function provideIdentities(context: NetworkContext, organisation: OrderingOrganisation | Organisation): Promise<void> {
  prepareCa(organisation);
  await startCa(context, organisation);
  const enroller = new Enroller(context, organisation);
  await enroller.enrollRegistrars();
  for (const enrollment of enrollmentsOf(organisation)) {
    await enroller.enroll(enrollment);
  }
  writeChannelMsp(organisation, {
    identityRoot: caRootFile(organisation),
    tlsRoot: path.join(adminDir(organisation), 'tls', 'ca.crt'),
  });
}

function enrollmentsOf(organisation: OrderingOrganisation | Organisation): Enrollment[] {
  const admin = `admin.${organisation.id}`;
  const common: Enrollment[] = [
    { authority: 'identity', name: admin, type: 'admin', dir: adminDir(organisation) },
    { authority: 'tls', name: admin, type: 'client', dir: adminDir(organisation) },
  ];
  if (organisation.kind === 'ordering') {
    return [...common, ...organisation.orderers.flatMap((node) => nodeEnrollments(node, 'orderer'))];
  }
  return [...common, ...organisation.peers.flatMap(peerEnrollments), ...gatewayEnrollments(organisation)];
}

function nodeEnrollments({ name, host, dir }: FabricNode, type: 'peer' | 'orderer'): Enrollment[] {
  return [
    { authority: 'identity', name, type, dir },
    { authority: 'tls', name, type, dir, hosts: hostsOf(name, host) },
  ];
}

function peerEnrollments(peer: FabricNode): Enrollment[] {
  return [
    ...nodeEnrollments(peer, 'peer'),
    ...(['server', 'client'] as const).map(
      (side): Enrollment => ({
        authority: 'tls',
        name: `chaincode-${side}.${peer.name}`,
        type: 'client',
        dir: chaincodeTlsDir(peer, side),
        hosts: hostsOf(`chaincode-${side}.${peer.name}`, peer.host),
      }),
    ),
  ];
}

function gatewayEnrollments(organisation: Organisation): Enrollment[] {
  const { name } = organisation.gateway;
  return [
    { authority: 'identity', name, type: 'client', dir: gatewayIdentityDir(organisation, 'identity') },
    {
      authority: 'identity',
      name: `registrar.${name}`,
      type: 'client',
      dir: gatewayIdentityDir(organisation, 'registrar'),
      attributes: ['hf.Registrar.Roles=client', 'hf.Registrar.Attributes=role,dept,division'],
    },
  ];
}

function hostsOf(name: string, host: string): string[] {
  return [...new Set([name, host, 'localhost'])];
}
