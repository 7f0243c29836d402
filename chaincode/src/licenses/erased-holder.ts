import { CodedError, type ErasureRecord } from '@shengjing/core';
import { erasureKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/** The erasure of a holder, or undefined when the holder was not erased. */
export function findErasure(stub: Stub, holderRef: string): Promise<ErasureRecord | undefined> {
  return readState(stub, erasureKey(stub, holderRef), 'erasure/1');
}

/** Whether a holder has been erased. */
export async function isErased(stub: Stub, holderRef: string): Promise<boolean> {
  return (await findErasure(stub, holderRef)) !== undefined;
}

/** @throws CodedError HOLDER_ERASED. */
export async function assertNotErased(stub: Stub, holderRef: string): Promise<void> {
  if (await isErased(stub, holderRef)) {
    throw new CodedError('HOLDER_ERASED');
  }
}
