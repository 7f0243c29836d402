import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeJwt, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import type { TemporaryNetwork } from '@shengjing/network';
import type { Person } from './http';

/** The person's token with other claims; one that is undefined is left out. Signed by the true issuer unless told. */
export async function forge(
  network: TemporaryNetwork,
  { token }: Person,
  claims: Readonly<Record<string, unknown>>,
  key?: CryptoKey | Uint8Array,
): Promise<string> {
  const jwk = JSON.parse(
    readFileSync(path.join(network.context.topology.stateDir, 'development-issuer', 'private.jwk'), 'utf8'),
  ) as JWK & { kid: string };
  return await new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
    .sign(key ?? (await importJWK(jwk, 'ES256')));
}

/** The person's token, signed by somebody else. */
export async function forgeSignature(network: TemporaryNetwork, person: Person): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return await forge(network, person, {}, privateKey);
}

/** The person's token without a signature. */
export function withoutSignature({ token }: Person): string {
  return new UnsecuredJWT(decodeJwt(token)).encode();
}
