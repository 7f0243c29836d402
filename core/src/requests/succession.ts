import { z } from 'zod';
import { mspIdSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';
import { successionRecordSchema } from '../schemas/succession';

const MAX_DISTRICTS = 64;

/** Argument of `license:agreeSuccession`. */
export const agreeSuccessionRequestSchema = z
  .strictObject({ requestId: requestIdSchema, district: mspIdSchema.describe('District that is gone.') })
  .meta({ id: 'AgreeSuccessionRequest', description: 'Agrees that the city acts for a district that is gone; administrators of other districts.' });

/** Result of `license:agreeSuccession`. */
export const agreeSuccessionResultSchema = z
  .strictObject({ schema: z.literal('succession-result/1'), district: mspIdSchema, txId: txIdSchema })
  .meta({ id: 'AgreeSuccessionResult', description: 'The agreement was recorded.' });

/** Argument of `license:getSuccession`. */
export const getSuccessionRequestSchema = z
  .strictObject({ district: mspIdSchema })
  .meta({ id: 'GetSuccessionRequest', description: 'Asks who has agreed.' });

/** Result of `license:getSuccession`. */
export const getSuccessionResultSchema = z
  .strictObject({
    schema: z.literal('succession-state/1'),
    district: mspIdSchema,
    agreements: z.array(successionRecordSchema).max(MAX_DISTRICTS),
    effective: z.boolean().describe('Whether the city may act for the district.'),
  })
  .meta({ id: 'SuccessionState', description: 'Who has agreed that the city acts for a district.' });

/** Argument of `license:agreeSuccession`. */
export type AgreeSuccessionRequest = z.infer<typeof agreeSuccessionRequestSchema>;

/** Result of `license:agreeSuccession`. */
export type AgreeSuccessionResult = z.infer<typeof agreeSuccessionResultSchema>;

/** Argument of `license:getSuccession`. */
export type GetSuccessionRequest = z.infer<typeof getSuccessionRequestSchema>;

/** Result of `license:getSuccession`. */
export type GetSuccessionResult = z.infer<typeof getSuccessionResultSchema>;
