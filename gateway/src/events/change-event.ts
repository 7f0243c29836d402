import { instantSchema, mspIdSchema, toCanonicalJson, txIdSchema } from '@shengjing/core';
import { z } from 'zod';

import type { LedgerEvent } from '../ledger-index';
import { eventIdSchema, toEventId } from './event-id';

/** Kind of a change. There are more with time, so that readers pass over those they do not know. */
export const changeKindSchema = z.string().regex(/^[a-z][a-z-]{0,63}$/u).meta({
  id: 'ChangeKind',
  description: 'Kind of a change. There are more with time: pass over those that are not known.',
  example: 'license-issued',
});

/** A change on the ledger, as it is told to those who want to hear of it. */
export const changeEventSchema = z
  .strictObject({
    schema: z.literal('change-event/1'),
    id: eventIdSchema,
    txId: txIdSchema,
    mspId: mspIdSchema.describe('Organisation that acted.'),
    recordedAt: instantSchema.describe('Transaction time.'),
    change: z.looseObject({ kind: changeKindSchema }).describe('What changed, by public identifiers.'),
  })
  .meta({ id: 'ChangeEvent', description: 'A change on the ledger. It holds no personal data.' });

/** The event as canonical JSON of {@link changeEventSchema}. */
export function toChangeEvent({ position, txId, mspId, recordedAt, change }: LedgerEvent): string {
  const event: z.input<typeof changeEventSchema> = {
    schema: 'change-event/1',
    id: toEventId(position),
    txId,
    mspId,
    recordedAt,
    change: JSON.parse(change) as { kind: string },
  };
  return toCanonicalJson(event);
}
