import { CodedError, licensePrivateSchema, parseRequest, type GetPrivateResult } from '@shengjing/core';
import type { Official } from '../access/authorise';
import { findErasure } from '../erasure/erasure';
import { collectionsOfParties, holdsPrivate, readOwnPrivate, writePrivate } from '../ledger/private-data';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import type { IssueOrder } from './issue-order';

/**
 * Asserts that the handle is new to every party: handles are public, and one used again would overwrite the private
 * part of another license.
 *
 * @throws CodedError INVALID_INPUT.
 */
export async function assertHandleUnused(stub: Stub, mspId: string, handle: string): Promise<void> {
  for (const collection of collectionsOfParties(mspId)) {
    if (await holdsPrivate(stub, collection, handle)) {
      throw new CodedError('INVALID_INPUT', { issues: [{ path: 'transient.private.handle', issue: 'in-use' }] });
    }
  }
}

/** Gives the private part to the parties: the issuer's organisation and the city. */
export function writeLicensePrivate(stub: Stub, mspId: string, order: IssueOrder): Promise<void> {
  return writePrivate(stub, collectionsOfParties(mspId), order.private.handle, order.privateText);
}

/**
 * The private part of a license, from the collection of the reader's own organisation.
 *
 * @throws CodedError NOT_A_PARTY at another organisation's peer, ERASED when the holder was erased,
 * PRIVATE_DATA_UNAVAILABLE when the value is not here.
 */
export async function readPrivateView(
  stub: Stub,
  { mspId }: Official,
  { license, privateHandle }: LicenseVersionRecord,
): Promise<GetPrivateResult> {
  const text = await readOwnPrivate(stub, mspId, privateHandle);
  if (text === undefined) {
    const isErased = (await findErasure(stub, license.holderRef)) !== undefined;
    throw new CodedError(isErased ? 'ERASED' : 'PRIVATE_DATA_UNAVAILABLE');
  }
  const { holder, attributes } = parseRequest(licensePrivateSchema, text);
  return { schema: 'license-private-view/1', identifier: license.identifier, holder, attributes };
}
