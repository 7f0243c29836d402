import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Enroller, type TemporaryNetwork } from '@shengjing/network';

/** A person as Fabric knows one: certified by the organisation's real authority. */
export interface Operator {
  readonly organisation: string;
  readonly mspId: string;
  /** Folder of the person's certificate and key, as Fabric's own commands want it. */
  readonly mspDir: string;
  readonly certificate: Buffer;
  readonly key: KeyObject;
}

/** Certificate attributes; one that is left out is not in the certificate. */
export interface OperatorAttributes {
  readonly role?: string;
  readonly dept?: string;
  readonly division?: string;
}

/** Registers and enrolls a client with these attributes. */
export async function newOperator(network: TemporaryNetwork, organisationId: string, attributes: OperatorAttributes): Promise<Operator> {
  const organisation = network.organisation(organisationId);
  const name = `op-${randomUUID()}`;
  const dir = path.join(network.context.topology.stateDir, 'operators', name);
  const certified = Object.entries(attributes).map(([attribute, value]) => `${attribute}=${String(value)}:ecert`);
  await new Enroller(network.context, organisation).enroll({
    authority: 'identity',
    name,
    type: 'client',
    dir,
    ...(certified.length > 0 && { attributes: certified }),
  });
  const mspDir = path.join(dir, 'msp');
  return {
    organisation: organisationId,
    mspId: organisation.mspId,
    mspDir,
    certificate: readFileSync(path.join(mspDir, 'signcerts', 'cert.pem')),
    key: createPrivateKey(readFileSync(path.join(mspDir, 'keystore', 'key.pem'))),
  };
}
