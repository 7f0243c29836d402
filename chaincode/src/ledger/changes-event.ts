import { CHANGES_EVENT, toCanonicalJson, type Change, type ChangesEvent } from '@shengjing/core';
import type { Stub } from './stub';

/** Emits the one event of a transaction: all that it changed, by public identifiers. */
export function emitChanges(stub: Stub, requestId: string, changes: Change[]): void {
  const event: ChangesEvent = { schema: 'changes/1', requestId, changes };
  stub.setEvent(CHANGES_EVENT, Buffer.from(toCanonicalJson(event)));
}
