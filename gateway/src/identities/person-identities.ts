import { join } from 'node:path';

import type { SigningIdentity } from '../fabric';
import type { GatewaySecret } from '../state/gateway-secret';
import type { Attributes, CaClient } from './ca-client';
import type { Caller } from './caller';
import { enrol } from './enrol';
import { expiryTime, renewalTime } from './enrolment-times';
import { oneProcessAtATime } from './one-process-at-a-time';
import { type Enrolment, newPersonFiles } from './person-files';
import { newSerialQueue } from './serial-queue';

const MINUTE = 60_000;

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
    const isGood = (enrolment: Enrolment): boolean => now() < renewalTime(enrolment);
    const stored = await files.readEnrolment(attributeSet);
    if (stored && isGood(stored)) {
      return toCached(mspId, stored, renewalTime(stored));
    }
    const renew = async (): Promise<Enrolment> => {
      const meanwhile = await files.readEnrolment(attributeSet);
      if (meanwhile && isGood(meanwhile)) {
        return meanwhile;
      }
      const enrolment = await enrol(ca, files, attributes);
      await files.writeEnrolment(attributeSet, enrolment);
      return enrolment;
    };
    try {
      const enrolment = await oneProcessAtATime(stateDir, person, renew);
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
      const key = JSON.stringify([caller.issuer, caller.subject, ...Object.values(attributes)]);
      const isFresh = (entry: CachedIdentity | undefined): entry is CachedIdentity =>
        entry !== undefined && now() < entry.renewAt;
      const known = cache.get(key);
      if (isFresh(known)) {
        return known.identity;
      }
      const person = secret.pseudonym(['person', caller.issuer, caller.subject]);
      const attributeSet = secret.pseudonym(['attributes', ...Object.values(attributes)]);
      return oneAtATime(person, async () => {
        const earlier = cache.get(key);
        const entry = isFresh(earlier) ? earlier : await load(person, attributeSet, attributes);
        cache.set(key, entry);
        return entry.identity;
      });
    },
  };
}

function toAttributes({ role, department, division }: Caller): Attributes {
  return { role, dept: department, division };
}

function toCached(mspId: string, { certificate, key }: Enrolment, renewAt: number): CachedIdentity {
  return { identity: { mspId, certificate, privateKey: key }, renewAt };
}
