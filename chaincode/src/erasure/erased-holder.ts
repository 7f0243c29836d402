import {
  CITY,
  CodedError,
  holderMappingSchema,
  holderValueSchema,
  parseRequest,
  TRANSIENT_HOLDER,
  type HolderMapping,
} from '@shengjing/core';
import { holdsPrivateValue, implicitCollection, purgePrivate } from '../ledger/private-data';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';

const COLLECTION = implicitCollection(CITY.mspId);

/**
 * Reads the mapping of the holder to erase, which must be the one that the city keeps.
 *
 * @throws CodedError INVALID_INPUT or HOLDER_NOT_FOUND.
 */
export async function readKeptMapping(stub: Stub, holderRef: string): Promise<HolderMapping> {
  const mapping = parseRequest(holderMappingSchema, readTransient(stub, TRANSIENT_HOLDER));
  const value = parseRequest(holderValueSchema, mapping.value, { canonical: true });
  const isOfHolder = mapping.known && value.holderRef === holderRef;
  if (!isOfHolder || !(await holdsPrivateValue(stub, COLLECTION, mapping.key, mapping.value))) {
    throw new CodedError('HOLDER_NOT_FOUND');
  }
  return mapping;
}

/** Purges what joins the reference to the person. */
export function purgeMapping(stub: Stub, { key }: HolderMapping): Promise<void> {
  return purgePrivate(stub, COLLECTION, key);
}
