import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

import { ConfigError } from './config-error';
import type { KeyPair } from './types';

const publicKeySchema = z
  .looseObject({ kty: z.enum(['EC', 'OKP', 'RSA']) })
  .refine((key) => key['d'] === undefined, 'holds a private key');

const keySetSchema = z.looseObject({ keys: z.array(publicKeySchema).min(1) });

/** Reads a text file; a failure names the configuration's field. */
export function readText(field: string, file: string): string {
  return inField(field, 'the file cannot be read', () => readFileSync(file, 'utf8'));
}

/** Reads one or more certificates (PEM). */
export function readCertificates(field: string, file: string): string {
  const pem = readText(field, file);
  inField(field, 'not a certificate in PEM', () => new X509Certificate(pem));
  return pem;
}

/** Reads a certificate and the private key that belongs to it; Fabric takes ECDSA on P-256 here. */
export function readKeyPair(field: string, files: { certificate: string; key: string }): KeyPair {
  const certificate = readCertificates(`${field}.certificate`, files.certificate);
  const pem = readText(`${field}.key`, files.key);
  const key = inField(`${field}.key`, 'not a private key in PEM', () => createPrivateKey(pem));
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new ConfigError([{ field: `${field}.key`, problem: 'not a key on the curve P-256' }]);
  }
  if (!new X509Certificate(certificate).checkPrivateKey(key)) {
    throw new ConfigError([{ field: `${field}.key`, problem: 'does not belong to the certificate' }]);
  }
  return { certificate, key };
}

/** Reads a set of public keys (RFC 7517). A set that holds a private key is refused. */
export function readKeySet(field: string, file: string): JSONWebKeySet {
  const text = readText(field, file);
  const parsed = keySetSchema.safeParse(inField(field, 'not JSON', () => JSON.parse(text) as unknown));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError([{ field, problem: `not a set of public keys: ${issue?.message ?? ''}` }]);
  }
  return parsed.data;
}

/** Reads the URL of a PostgreSQL server. It stays out of every message: it may hold a password. */
export function readDatabaseUrl(field: string, file: string): string {
  const url = readText(field, file).trim();
  if (!/^postgres(?:ql)?:\/\/\S+$/u.test(url)) {
    throw new ConfigError([{ field, problem: 'does not hold the URL of a PostgreSQL server' }]);
  }
  return url;
}

function inField<T>(field: string, problem: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigError([{ field, problem }], { cause });
  }
}
