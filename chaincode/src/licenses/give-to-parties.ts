import type { Official } from '../access/authorise';
import type { HolderKey } from '../configuration/holder-key';
import type { Stub } from '../ledger/stub';
import { assertHolder, writeHolder } from './holder-mapping';
import { assertHandleUnused, writeLicensePrivate } from './license-private';
import type { PersonalParts } from './personal-parts';

/**
 * Gives the private part of a license to its parties, and to the city a holder whom it did not know.
 *
 * @param holderRef - Reference that the license bears.
 * @param key - The city's key, on the city's servers.
 * @throws CodedError INVALID_INPUT, HOLDER_MISMATCH, HOLDER_KEY_MISMATCH or HOLDER_KEY_UNAVAILABLE.
 */
export async function giveToParties(
  stub: Stub,
  { mspId }: Official,
  holderRef: string,
  parts: PersonalParts,
  key: HolderKey | undefined,
): Promise<void> {
  await assertHolder(stub, holderRef, parts, key);
  await assertHandleUnused(stub, mspId, parts.private.handle);
  await writeLicensePrivate(stub, mspId, parts);
  await writeHolder(stub, holderRef, parts);
}
