import 'reflect-metadata';

import { KeyObject, webcrypto } from 'node:crypto';

import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

/** A new private key with the request to certify it (PKCS #10, PEM). */
export interface CertificateRequest {
  readonly key: KeyObject;
  readonly pem: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes a key on P-256 and a request whose only name is the given common name. */
export async function newCertificateRequest(commonName: string): Promise<CertificateRequest> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return { key: KeyObject.from(keys.privateKey), pem: request.toString('pem') };
}
