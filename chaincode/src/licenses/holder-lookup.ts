import {
  CITY,
  CodedError,
  computeHolderKey,
  holderIdSchema,
  parseRequest,
  TRANSIENT_HOLDER,
  type FindHolderResult,
} from '@shengjing/core';
import type { HolderKey } from '../configuration/holder-key';
import { readPrivateHere } from '../ledger/private-data';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';

/**
 * Finds what the city keeps of the holder whose identity number is in the transient data. The answer is personal data:
 * clients evaluate this at a peer of the city, they never submit it.
 *
 * @throws CodedError INVALID_INPUT, or HOLDER_KEY_UNAVAILABLE away from the city's servers.
 */
export async function findHolder(stub: Stub, key: HolderKey | undefined): Promise<FindHolderResult> {
  if (key === undefined || stub.getMspID() !== CITY.mspId) {
    throw new CodedError('HOLDER_KEY_UNAVAILABLE');
  }
  const name = computeHolderKey(key.secret, parseRequest(holderIdSchema, readTransient(stub, TRANSIENT_HOLDER)));
  const value = await readPrivateHere(stub, name);
  return { schema: 'holder-lookup/1', key: name, keyVersion: key.version, value: value ?? null };
}
