import { randomBytes, X509Certificate } from 'node:crypto';
import { join } from 'node:path';

import { CodedError } from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { GatewaySecret } from '../state/gateway-secret';
import type { Attributes, CaClient } from './ca-client';
import type { Caller } from './caller';
import { newCertificateRequest } from './certificate-request';
import { type Enrolment, newPersonFiles, type PersonFiles } from './person-files';
import { newSerialQueue } from './serial-queue';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Turns callers into members of the organisation. */
export interface PersonIdentities {
  /**
   * The Fabric identity of a person. The first use enrols the person under a random operator number; role,
   * department and division are certificate attributes, so another set of them means another certificate
   * of the same operator.
   * @throws CodedError CA_UNAVAILABLE when a certificate is needed and cannot be had.
   */
  identityOf(caller: Caller): Promise<SigningIdentity>;
}

/** What the store of identities stands on. */
export interface PersonIdentitiesOptions {
  readonly mspId: string;
  readonly stateDir: string;
  readonly secret: GatewaySecret;
  readonly ca: CaClient;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

interface CachedIdentity {
  readonly identity: SigningIdentity;
  readonly renewAt: number;
}

/** Identities kept under the state folder and, once used, in memory. */
export function newPersonIdentities(options: PersonIdentitiesOptions): PersonIdentities {
  const { mspId, stateDir, secret, ca, now = Date.now } = options;
  const cache = new Map<string, CachedIdentity>();
  const oneAtATime = newSerialQueue();

  const load = async (person: string, attributeSet: string, attributes: Attributes): Promise<CachedIdentity> => {
    const files = newPersonFiles(join(stateDir, 'identities', person));
    const stored = await files.readEnrolment(attributeSet);
    if (stored && now() < renewalTime(stored)) {
      return toCached(mspId, stored, renewalTime(stored));
    }
    try {
      const enrolment = await enrol(ca, files, attributes);
      await files.writeEnrolment(attributeSet, enrolment);
      return toCached(mspId, enrolment, renewalTime(enrolment));
    } catch (error) {
      if (stored && now() < expiryTime(stored)) {
        return toCached(mspId, stored, now() + MINUTE);
      }
      throw error;
    }
  };

  return {
    identityOf: async (caller) => {
      const attributes = toAttributes(caller);
      const person = secret.pseudonym(['person', caller.issuer, caller.subject]);
      const attributeSet = secret.pseudonym(['attributes', ...Object.values(attributes)]);
      const key = `${person}/${attributeSet}`;
      const isFresh = (entry: CachedIdentity | undefined): entry is CachedIdentity =>
        entry !== undefined && now() < entry.renewAt;
      const known = cache.get(key);
      if (isFresh(known)) {
        return known.identity;
      }
      return oneAtATime(person, async () => {
        const earlier = cache.get(key);
        const entry = isFresh(earlier) ? earlier : await load(person, attributeSet, attributes);
        cache.set(key, entry);
        return entry.identity;
      });
    },
  };
}

/**
 * Certifies a new key. The enrolment secret is drawn anew each time and forgotten: it is worth nothing once
 * the certificate is there.
 */
async function enrol(ca: CaClient, files: PersonFiles, attributes: Attributes): Promise<Enrolment> {
  const secret = randomBytes(32).toString('base64url');
  const { operator, registered } = (await files.readOperator()) ?? (await newOperator(files));
  if (registered) {
    await ca.modify(operator, secret, attributes);
  } else {
    // An earlier try may have registered the operator and stopped before it could note so.
    await ca.register(operator, secret, attributes).catch(() => ca.modify(operator, secret, attributes));
    await files.writeOperator({ operator, registered: true });
  }
  const { key, pem } = await newCertificateRequest(operator);
  const certificate = await ca.enroll(operator, secret, pem, Object.keys(attributes));
  if (!new X509Certificate(certificate).checkPrivateKey(key)) {
    throw new CodedError('CA_UNAVAILABLE', { reason: 'certificate-of-another-key' });
  }
  return { certificate, key };
}

async function newOperator(files: PersonFiles): Promise<{ operator: string; registered: boolean }> {
  const operator = { operator: `op-${randomBytes(16).toString('hex')}`, registered: false };
  await files.writeOperator(operator);
  return operator;
}

function toAttributes({ role, department, division }: Caller): Attributes {
  return { role, dept: department, division };
}

function toCached(mspId: string, { certificate, key }: Enrolment, renewAt: number): CachedIdentity {
  return { identity: { mspId, certificate, privateKey: key }, renewAt };
}

function expiryTime({ certificate }: Enrolment): number {
  return new X509Certificate(certificate).validToDate.getTime();
}

/** A fifth of the lifetime before the end, a week at most. */
function renewalTime({ certificate }: Enrolment): number {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const lifetime = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - Math.min(7 * DAY, lifetime / 5);
}
