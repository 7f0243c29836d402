import { CodedError } from '@shengjing/core';
import { z } from 'zod';

import type { EventPosition } from '../ledger-index';

const WELL_FORMED = /^([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})$/u;

/** Id of an event: its place on the ledger, the same at every gateway and after every rebuild. */
export const eventIdSchema = z.string().regex(WELL_FORMED).meta({
  id: 'EventId',
  description: 'Place of an event on the ledger: block, transaction in the block, change in the transaction.',
  example: '12.0.0',
});

/** The id of the event at a position. */
export function toEventId({ block, tx, n }: EventPosition): string {
  return `${String(block)}.${String(tx)}.${String(n)}`;
}

/**
 * The position that an id names.
 *
 * @throws CodedError INVALID_INPUT for a text that is none.
 */
export function parseEventId(id: string): EventPosition {
  const [block, tx, n] = (WELL_FORMED.exec(id) ?? []).slice(1).map(Number);
  if (block === undefined || tx === undefined || n === undefined) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'id', issue: 'not-an-event-id' }] });
  }
  return { block, tx, n };
}
