import { CodedError } from '@shengjing/core';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

import type { GatewayConfig, KeySource } from '../config';
import type { Caller } from '../identities';
import { toCaller } from './claims';
import { newRecentCallers } from './recent-callers';

const ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];
const CLOCK_TOLERANCE_SECONDS = 30;
const FETCH_DEADLINE_MS = 5_000;
const FETCH_PAUSE_MS = 10_000;

/** Decides who sent a request. */
export interface TokenVerifier {
  /**
   * @param authorization - The header as received.
   * @throws CodedError UNAUTHENTICATED without a bearer token, TOKEN_INVALID, TOKEN_WRONG_ORGANISATION, or
   * DEADLINE_EXCEEDED when the issuer's keys cannot be fetched.
   */
  verify(authorization: string | undefined): Promise<Caller>;
  /** Whether the token was verified within the last minute, so that it costs nothing to verify it again. */
  isRecent(authorization: string | undefined): boolean;
}

/** A verifier of the tokens that one issuer signs for the gateway of one organisation. */
export function newTokenVerifier({ jwt, organisation }: Pick<GatewayConfig, 'jwt' | 'organisation'>): TokenVerifier {
  const keys = newKeyFinder(jwt.keys);
  const options = {
    issuer: jwt.issuer,
    audience: jwt.audience,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'iss', 'aud', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  const recent = newRecentCallers();
  const verifyNow = async (token: string): Promise<Caller> => {
    const { payload } = await jwtVerify(token, keys, options).catch(rethrowCoded);
    const caller = toCaller(payload);
    if (caller.organisation !== organisation.id) {
      throw new CodedError('TOKEN_WRONG_ORGANISATION', { organisation: organisation.id });
    }
    recent.remember(token, caller, payload.exp ?? 0);
    return caller;
  };
  return {
    verify: async (authorization) => {
      const token = readBearer(authorization);
      return recent.find(token) ?? (await verifyNow(token));
    },
    isRecent: (authorization) => {
      const token = toBearer(authorization);
      return token !== undefined && recent.find(token) !== undefined;
    },
  };
}

function newKeyFinder(source: KeySource): JWTVerifyGetKey {
  return source.kind === 'set'
    ? createLocalJWKSet(source.keys)
    : createRemoteJWKSet(source.url, { timeoutDuration: FETCH_DEADLINE_MS, cooldownDuration: FETCH_PAUSE_MS });
}

function readBearer(authorization: string | undefined): string {
  const token = toBearer(authorization);
  if (token === undefined) {
    throw new CodedError('UNAUTHENTICATED');
  }
  return token;
}

function toBearer(authorization = ''): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/iu.exec(authorization)?.[1];
}

/** What jose says of the token is the caller's fault; a key set that cannot be had is not. */
function rethrowCoded(cause: unknown): never {
  if (!(cause instanceof errors.JOSEError) || isKeySetFailure(cause)) {
    throw new CodedError('DEADLINE_EXCEEDED', { service: 'token-issuer' }, { cause });
  }
  const details = { reason: cause.code, ...(isClaimError(cause) && { claims: [cause.claim] }) };
  throw new CodedError('TOKEN_INVALID', details, { cause });
}

function isKeySetFailure(error: errors.JOSEError): boolean {
  return error.code === 'ERR_JWKS_TIMEOUT' || error.code === 'ERR_JWKS_INVALID' || error.code === 'ERR_JOSE_GENERIC';
}

function isClaimError(error: unknown): error is errors.JWTClaimValidationFailed | errors.JWTExpired {
  return error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;
}
