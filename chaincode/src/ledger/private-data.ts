import { CITY, CodedError, sha256Hex } from '@shengjing/core';
import type { Stub } from './stub';

/** The implicit collection of an organisation: only its peers keep the values, and only it can endorse writing them. */
export function implicitCollection(mspId: string): string {
  return `_implicit_org_${mspId}`;
}

/** The collections of the parties to a record of this organisation: its own and the city's, once if it is the city. */
export function collectionsOfParties(mspId: string): string[] {
  return [...new Set([mspId, CITY.mspId])].map(implicitCollection);
}

/** Writes one value under the same key to several collections. */
export async function writePrivate(
  stub: Stub,
  collections: readonly string[],
  key: string,
  value: string,
): Promise<void> {
  for (const collection of collections) {
    await stub.putPrivateData(collection, key, Buffer.from(value));
  }
}

/** Whether a collection holds something under a key; every peer knows, whoever keeps the value. */
export async function holdsPrivate(stub: Stub, collection: string, key: string): Promise<boolean> {
  return (await stub.getPrivateDataHash(collection, key)).length > 0;
}

/** Whether a collection holds exactly this value under a key; every peer knows, whoever keeps the value. */
export async function holdsPrivateValue(stub: Stub, collection: string, key: string, value: string): Promise<boolean> {
  const hash = await stub.getPrivateDataHash(collection, key);
  return Buffer.from(hash).toString('hex') === sha256Hex(value);
}

/**
 * Reads a value of an organisation's implicit collection, at a peer of that organisation only. Implicit collections
 * have no memberOnlyRead: without this rule the city's peer would read for anyone whom it lets in.
 *
 * @param mspId - Organisation of the caller.
 * @returns undefined when there is no value.
 * @throws CodedError NOT_A_PARTY when the peer is another organisation's.
 */
export async function readOwnPrivate(stub: Stub, mspId: string, key: string): Promise<string | undefined> {
  if (stub.getMspID() !== mspId) {
    throw new CodedError('NOT_A_PARTY', { peer: stub.getMspID() });
  }
  return readPrivateHere(stub, key);
}

/** Reads a value of the collection of the peer's own organisation, whoever asks; undefined when there is none. */
export async function readPrivateHere(stub: Stub, key: string): Promise<string | undefined> {
  const value = await stub.getPrivateData(implicitCollection(stub.getMspID()), key);
  return value.length === 0 ? undefined : Buffer.from(value).toString('utf8');
}

/** Removes a value with its history, from every peer that keeps it. */
export async function purgePrivate(stub: Stub, collection: string, key: string): Promise<void> {
  await stub.purgePrivateData(collection, key);
}
