import {
  CITY,
  CodedError,
  computeHolderKey,
  holderValueSchema,
  parseRequest,
  type HolderMapping,
} from '@shengjing/core';
import type { HolderKey } from '../configuration/holder-key';
import { holderReferenceKey } from '../ledger/keys';
import { holdsPrivate, holdsPrivateValue, implicitCollection, writePrivate } from '../ledger/private-data';
import { createState, readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import type { PersonalParts } from './personal-parts';

const COLLECTION = implicitCollection(CITY.mspId);

/**
 * Asserts that the mapping joins the license's holder to the holder reference, and that the city keeps it already or
 * has nothing in its place.
 *
 * @param key - The city's key, on the city's servers. It can only refuse, so that every endorser writes the same.
 * @throws CodedError INVALID_INPUT, HOLDER_MISMATCH or HOLDER_KEY_MISMATCH; at a server of the city that has no key,
 * HOLDER_KEY_UNAVAILABLE, since nobody else could tell a wrong mapping.
 */
export async function assertHolder(
  stub: Stub,
  holderRef: string,
  parts: PersonalParts,
  key: HolderKey | undefined,
): Promise<void> {
  assertMappingOf(holderRef, parts);
  assertMappingKey(stub, parts, key);
  const holds = parts.mapping.known
    ? await holdsPrivateValue(stub, COLLECTION, parts.mapping.key, parts.mapping.value)
    : await isFree(stub, parts.mapping, holderRef);
  if (!holds) {
    throw new CodedError('HOLDER_MISMATCH');
  }
}

/** Gives a holder who was not known to the city, and takes the reference, so that nobody else can go by it. */
export async function writeHolder(stub: Stub, holderRef: string, { mapping }: PersonalParts): Promise<void> {
  if (!mapping.known) {
    const key = holderReferenceKey(stub, holderRef);
    await writePrivate(stub, [COLLECTION], mapping.key, mapping.value);
    await createState(stub, CITY.mspId, [[key, { schema: 'holder-reference/1', txId: stub.getTxID() }]]);
  }
}

function assertMappingOf(holderRef: string, { private: { holder }, mapping }: PersonalParts): void {
  const value = parseRequest(holderValueSchema, mapping.value, { canonical: true });
  const isSameHolder = value.idType === holder.idType && value.idNumber === holder.idNumber;
  if (!isSameHolder || value.holderRef !== holderRef) {
    throw new CodedError('HOLDER_MISMATCH');
  }
}

function assertMappingKey(stub: Stub, { private: { holder }, mapping }: PersonalParts, key: HolderKey | undefined): void {
  if (key === undefined) {
    assertElsewhere(stub);
    return;
  }
  if (mapping.keyVersion !== key.version || mapping.key !== computeHolderKey(key.secret, holder)) {
    throw new CodedError('HOLDER_KEY_MISMATCH', { keyVersion: key.version });
  }
}

function assertElsewhere(stub: Stub): void {
  if (stub.getMspID() === CITY.mspId) {
    throw new CodedError('HOLDER_KEY_UNAVAILABLE');
  }
}

async function isFree(stub: Stub, mapping: HolderMapping, holderRef: string): Promise<boolean> {
  const reference = await readState(stub, holderReferenceKey(stub, holderRef), 'holder-reference/1');
  return reference === undefined && !(await holdsPrivate(stub, COLLECTION, mapping.key));
}
