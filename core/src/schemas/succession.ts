import { z } from 'zod';
import { actor } from './actor';
import { instantSchema, mspIdSchema, txIdSchema } from './scalars';

/** Other districts that must agree before the city may act for a district that is gone. */
export const SUCCESSION_AGREEMENTS = 2;

/** One district's agreement that the city acts for another that is gone. */
export const successionRecordSchema = z
  .strictObject({
    schema: z.literal('succession/1'),
    district: mspIdSchema.describe('District that is gone.'),
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'SuccessionAgreement', description: 'A district agrees that the city acts for one that is gone.' });

/** One district's agreement. */
export type SuccessionRecord = z.infer<typeof successionRecordSchema>;
