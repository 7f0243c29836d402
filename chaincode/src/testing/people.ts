import { CITY, findOrganisationByMsp } from '@shengjing/core';
import type { Context } from 'fabric-contract-api';

/** Departments: each registered in the division of its organisation. */
export const DEPARTMENTS = {
  city: '11210100000000019F',
  heping: '11210102000000019C',
  hunnan: '11210112000000019U',
  shenhe: '11210103000000019T',
} as const;

/** The certificate of a person, as far as a contract reads it. */
export interface Person {
  readonly mspId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

export const HEPING_ISSUER = newPerson('HepingMSP', DEPARTMENTS.heping, 'issuer');
export const HUNNAN_ISSUER = newPerson('HunnanMSP', DEPARTMENTS.hunnan, 'issuer');
export const HEPING_ADMIN = newPerson('HepingMSP', DEPARTMENTS.heping, 'admin');
export const HUNNAN_ADMIN = newPerson('HunnanMSP', DEPARTMENTS.hunnan, 'admin');
export const SHENHE_ADMIN = newPerson('ShenheMSP', DEPARTMENTS.shenhe, 'admin');
export const CITY_ISSUER = newPerson(CITY.mspId, DEPARTMENTS.city, 'issuer');
export const CITY_ADMIN = newPerson(CITY.mspId, DEPARTMENTS.city, 'admin');
export const CITY_SUPERVISOR = newPerson(CITY.mspId, DEPARTMENTS.city, 'supervisor');
export const HEPING_CLERK = newPerson('HepingMSP', DEPARTMENTS.heping, 'clerk');
export const HUNNAN_CLERK = newPerson('HunnanMSP', DEPARTMENTS.hunnan, 'clerk');

/** Another person, or the same with other attributes; an attribute that is undefined is missing. */
export function withAttributes(person: Person, attributes: Person['attributes']): Person {
  return { ...person, attributes: { ...person.attributes, ...attributes } };
}

export function toClientIdentity({ mspId, name, attributes }: Person): Context['clientIdentity'] {
  return {
    getMSPID: () => mspId,
    getID: () => `x509::/CN=${name}::/CN=ca.${mspId}`,
    getAttributeValue: (attribute: string) => attributes[attribute] ?? null,
  } as unknown as Context['clientIdentity'];
}

function newPerson(mspId: string, dept: string, role: string): Person {
  const division = findOrganisationByMsp(mspId)?.division;
  return { mspId, name: `op-${mspId}-${role}`, attributes: { role, dept, division } };
}
