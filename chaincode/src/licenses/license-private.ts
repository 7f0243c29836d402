import {
  CodedError,
  commitAttributes,
  licensePrivateSchema,
  parseRequest,
  toCanonicalJson,
  type GetPrivateResult,
  type LicensePrivate,
  type LicenseRecord,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import { collectionsOfParties, holdsPrivate, readOwnPrivate, writePrivate } from '../ledger/private-data';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import { isErased } from './erased-holder';
import type { PersonalParts } from './personal-parts';

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
export function writeLicensePrivate(stub: Stub, mspId: string, parts: PersonalParts): Promise<void> {
  return writePrivate(stub, collectionsOfParties(mspId), parts.private.handle, parts.privateText);
}

/**
 * The private part of a license, from the collection of the reader's own organisation. A handle is free again after an
 * erasure: what is there must be what the license commits to.
 *
 * @throws CodedError NOT_A_PARTY at another organisation's peer; when the value is not here, ERASED if its holder has
 * been erased and PRIVATE_DATA_UNAVAILABLE if not.
 */
export async function readPrivateView(
  stub: Stub,
  { mspId }: Official,
  { license, privateHandle }: LicenseVersionRecord,
): Promise<GetPrivateResult> {
  const text = await readOwnPrivate(stub, mspId, privateHandle);
  const found = text === undefined ? undefined : parseRequest(licensePrivateSchema, text);
  if (found === undefined || !isOf(license, found)) {
    throw new CodedError((await isErased(stub, license.holderRef)) ? 'ERASED' : 'PRIVATE_DATA_UNAVAILABLE');
  }
  const { holder, attributes } = found;
  return { schema: 'license-private-view/1', identifier: license.identifier, holder, attributes };
}

function isOf({ attributeRoots }: LicenseRecord, { attributes }: LicensePrivate): boolean {
  return toCanonicalJson(commitAttributes(attributes)) === toCanonicalJson(attributeRoots);
}
