import { CodedError } from '@shengjing/core';
import { erasureKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/** Whether a holder has been erased. */
export async function isErased(stub: Stub, holderRef: string): Promise<boolean> {
  return (await readState(stub, erasureKey(stub, holderRef), 'erasure/1')) !== undefined;
}

/** @throws CodedError HOLDER_ERASED. */
export async function assertNotErased(stub: Stub, holderRef: string): Promise<void> {
  if (await isErased(stub, holderRef)) {
    throw new CodedError('HOLDER_ERASED');
  }
}
