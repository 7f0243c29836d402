import { z } from 'zod';
import { actor } from './actor';
import { holderRefSchema, instantSchema, mspIdSchema, txIdSchema } from './scalars';

/** Why a holder is erased. */
export const erasureReasonSchema = z.enum(['ON_REQUEST', 'PURPOSE_FULFILLED', 'CONSENT_WITHDRAWN', 'ORDERED_BY_LAW']).meta({
  id: 'ErasureReason',
  description: 'Ground of an erasure (Personal Information Protection Law, article 47).',
  example: 'ON_REQUEST',
});

/** The decision to erase a holder: from then on every party is to purge what it keeps. */
export const erasureRecordSchema = z
  .strictObject({
    schema: z.literal('erasure/1'),
    holderRef: holderRefSchema,
    reason: erasureReasonSchema,
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Erasure', description: 'A holder is erased: mapping, values and salts; that licenses existed stays.' });

/** What one organisation has purged. */
export const purgeRecordSchema = z
  .strictObject({
    schema: z.literal('purge/1'),
    holderRef: holderRefSchema,
    mspId: mspIdSchema.describe('Organisation that purged its own collection.'),
    purged: z.int().min(0).describe('Private parts that this transaction purged.'),
    remaining: z.int().min(0).describe('Private parts that the organisation still keeps.'),
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Purge', description: 'An organisation purged private parts of a holder.' });

/** The decision to erase a holder. */
export type ErasureRecord = z.infer<typeof erasureRecordSchema>;

/** What one organisation has purged. */
export type PurgeRecord = z.infer<typeof purgeRecordSchema>;
