import { z } from 'zod';
import { erasureReasonSchema, erasureRecordSchema } from '../schemas/erasure';
import { holderRefSchema, mspIdSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';

const MAX_ORGANISATIONS = 64;

/** Argument of `holder:erase`; the holder's mapping travels as transient data. */
export const eraseHolderRequestSchema = z
  .strictObject({ requestId: requestIdSchema, holderRef: holderRefSchema, reason: erasureReasonSchema })
  .meta({ id: 'EraseHolderRequest', description: "Erases a holder: purges the mapping and the city's private parts; the city only." });

/** Argument of `holder:purge`. */
export const purgeHolderRequestSchema = z
  .strictObject({ requestId: requestIdSchema, holderRef: holderRefSchema })
  .meta({ id: 'PurgeHolderRequest', description: "Purges the private parts of an erased holder from the caller's own organisation." });

/** Result of `holder:erase` and `holder:purge`. */
export const purgeResultSchema = z
  .strictObject({
    schema: z.literal('purge-result/1'),
    holderRef: holderRefSchema,
    mspId: mspIdSchema,
    purged: z.int().min(0).describe('Private parts that this transaction purged.'),
    remaining: z.int().min(0).describe('Private parts still kept; purge again when it is not zero.'),
    txId: txIdSchema,
  })
  .meta({ id: 'PurgeResult', description: 'What an organisation has purged.' });

/** Argument of `holder:getErasure`. */
export const getErasureRequestSchema = z
  .strictObject({ holderRef: holderRefSchema })
  .meta({ id: 'GetErasureRequest', description: 'Asks what is left of an erased holder.' });

/** Result of `holder:getErasure`. */
export const getErasureResultSchema = z
  .strictObject({
    schema: z.literal('erasure-state/1'),
    erasure: erasureRecordSchema,
    organisations: z
      .array(z.strictObject({ mspId: mspIdSchema, remaining: z.int().min(0) }))
      .max(MAX_ORGANISATIONS)
      .describe('Every party, and how many private parts of the holder it still keeps.'),
  })
  .meta({ id: 'ErasureState', description: 'An erasure, with what each party still keeps.' });

/** Argument of `holder:erase`. */
export type EraseHolderRequest = z.infer<typeof eraseHolderRequestSchema>;

/** Argument of `holder:purge`. */
export type PurgeHolderRequest = z.infer<typeof purgeHolderRequestSchema>;

/** Result of `holder:erase` and `holder:purge`. */
export type PurgeResult = z.infer<typeof purgeResultSchema>;

/** Argument of `holder:getErasure`. */
export type GetErasureRequest = z.infer<typeof getErasureRequestSchema>;

/** Result of `holder:getErasure`. */
export type GetErasureResult = z.infer<typeof getErasureResultSchema>;
