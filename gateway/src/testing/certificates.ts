import 'reflect-metadata';

import { createPrivateKey, KeyObject, randomBytes, webcrypto } from 'node:crypto';

import { type PublicKey, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

import type { KeyPair } from '../config';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR = 3_600_000;

/** A key pair with a certificate signed by itself, for 127.0.0.1, in PEM. */
export async function newSelfSigned(name: string): Promise<{ certificate: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(8).toString('hex'),
    name: [{ CN: [name] }],
    notBefore: new Date(Date.now() - HOUR),
    notAfter: new Date(Date.now() + HOUR),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: certificate.toString('pem'), key };
}

/** The same as a key pair of the configuration. */
export async function newKeyPair(name: string): Promise<KeyPair> {
  const { certificate, key } = await newSelfSigned(name);
  return { certificate, key: createPrivateKey(key) };
}

/** Certifies a public key under a key pair, valid for so long, as an authority does. */
export async function certify(
  publicKey: PublicKey,
  subject: string,
  authority: KeyPair,
  lifetimeMs: number,
): Promise<string> {
  const pkcs8 = authority.key.export({ type: 'pkcs8', format: 'der' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomBytes(8).toString('hex'),
    subject: [{ CN: [subject] }],
    issuer: [{ CN: ['authority'] }],
    notBefore: new Date(Date.now() - 1_000),
    notAfter: new Date(Date.now() - 1_000 + lifetimeMs),
    publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
  });
  return certificate.toString('pem');
}
