import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { writeFileDurably } from '../files';
import type { Organisation } from '../topology/types';

export const ISSUER = 'urn:shengjing:development-issuer';
export const TOKEN_AUDIENCE = 'shengjing-gateway';
const ALGORITHM = 'ES256';

/** Roles that contracts know. */
export const ROLES = ['issuer', 'clerk', 'archivist', 'signer', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

function privateKeyFile(stateDir: string): string {
  return path.join(stateDir, 'development-issuer', 'private.jwk');
}

/** The public keys by which gateways check tokens where no real issuer is configured. */
export function jwksFile(stateDir: string): string {
  return path.join(stateDir, 'development-issuer', 'jwks.json');
}

/** Makes the key of the issuer that stands in for the city's own until that is configured. */
export async function provideDevelopmentIssuer(stateDir: string): Promise<void> {
  if (existsSync(jwksFile(stateDir))) {
    return;
  }
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const header = { kid: await calculateJwkThumbprint(publicJwk), alg: ALGORITHM, use: 'sig' };
  writeFileDurably(privateKeyFile(stateDir), JSON.stringify({ ...(await exportJWK(privateKey)), ...header }));
  writeFileDurably(jwksFile(stateDir), JSON.stringify({ keys: [{ ...publicJwk, ...header }] }));
}

export interface TokenRequest {
  readonly organisation: Organisation;
  readonly role: Role;
  /** Any name for the person; the same name is the same operator. */
  readonly person: string;
  /** USCC; the organisation's own department unless told. */
  readonly department?: string | undefined;
  /** For example `8h`. */
  readonly lifetime: string;
}

export async function developmentToken(stateDir: string, request: TokenRequest): Promise<string> {
  const jwk = JSON.parse(readFileSync(privateKeyFile(stateDir), 'utf8')) as JWK & { kid: string };
  const { organisation, role, person, department = organisation.department, lifetime } = request;
  return await new SignJWT({ org: organisation.id, role, dept: department, division: organisation.division })
    .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(person)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(await importJWK(jwk, ALGORITHM));
}
