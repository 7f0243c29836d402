import { z } from 'zod';
import { holderKeySchema, holderKeyVersionSchema } from './holder-mapping';

/** Argument of `license:findHolder`; the identity number travels as transient data (`holderIdSchema`). */
export const findHolderRequestSchema = z
  .strictObject({})
  .meta({ id: 'FindHolderRequest', description: 'Nothing public: the identity number is transient.' });

/** Result of `license:findHolder`. Personal data. */
export const findHolderResultSchema = z
  .strictObject({
    schema: z.literal('holder-lookup/1'),
    key: holderKeySchema,
    keyVersion: holderKeyVersionSchema,
    value: z.string().min(2).max(1024).nullable().describe('Canonical JSON of the holder value, null when unknown.'),
  })
  .meta({ id: 'FindHolderResult', description: 'Where the city keeps a holder, and what it keeps. Personal data.' });

/** Argument of `license:findHolder`. */
export type FindHolderRequest = z.infer<typeof findHolderRequestSchema>;

/** Result of `license:findHolder`. */
export type FindHolderResult = z.infer<typeof findHolderResultSchema>;
