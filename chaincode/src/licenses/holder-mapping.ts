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
import type { IssueOrder } from './issue-order';

const COLLECTION = implicitCollection(CITY.mspId);

/**
 * Asserts that the mapping joins the license's holder to the license's holder reference, and that the city keeps it
 * already or has nothing in its place.
 *
 * @param key - The city's key, on the city's servers. It can only refuse, so that every endorser writes the same.
 * @throws CodedError INVALID_INPUT, HOLDER_MISMATCH or HOLDER_KEY_MISMATCH.
 */
export async function assertHolder(stub: Stub, order: IssueOrder, key: HolderKey | undefined): Promise<void> {
  assertMappingOfOrder(order);
  assertMappingKey(order, key);
  const holds = order.mapping.known
    ? await holdsPrivateValue(stub, COLLECTION, order.mapping.key, order.mapping.value)
    : await isFree(stub, order.mapping, order.request.holderRef);
  if (!holds) {
    throw new CodedError('HOLDER_MISMATCH');
  }
}

/** Gives a holder who was not known to the city, and takes the reference, so that nobody else can go by it. */
export async function writeHolder(stub: Stub, { request, mapping }: IssueOrder): Promise<void> {
  if (!mapping.known) {
    const key = holderReferenceKey(stub, request.holderRef);
    await writePrivate(stub, [COLLECTION], mapping.key, mapping.value);
    await createState(stub, CITY.mspId, [[key, { schema: 'holder-reference/1', txId: stub.getTxID() }]]);
  }
}

function assertMappingOfOrder({ request, private: { holder }, mapping }: IssueOrder): void {
  const value = parseRequest(holderValueSchema, mapping.value, { canonical: true });
  const isSameHolder = value.idType === holder.idType && value.idNumber === holder.idNumber;
  if (!isSameHolder || value.holderRef !== request.holderRef) {
    throw new CodedError('HOLDER_MISMATCH');
  }
}

function assertMappingKey({ private: { holder }, mapping }: IssueOrder, key: HolderKey | undefined): void {
  if (key === undefined) {
    return;
  }
  if (mapping.keyVersion !== key.version || mapping.key !== computeHolderKey(key.secret, holder)) {
    throw new CodedError('HOLDER_KEY_MISMATCH', { keyVersion: key.version });
  }
}

async function isFree(stub: Stub, mapping: HolderMapping, holderRef: string): Promise<boolean> {
  const reference = await readState(stub, holderReferenceKey(stub, holderRef), 'holder-reference/1');
  return reference === undefined && !(await holdsPrivate(stub, COLLECTION, mapping.key));
}
