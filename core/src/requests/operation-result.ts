import { z } from 'zod';
import { licenseStatusSchema } from '../schemas/license-record';
import { recordedRefusalSchema } from '../schemas/recorded-refusal';
import { licenseIdentifierSchema, txIdSchema } from '../schemas/scalars';

const schema = z.literal('operation-result/1');

/** Result of every operation on a license: done, or a refusal that is recorded. */
export const operationResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      schema,
      outcome: z.literal('done'),
      identifier: licenseIdentifierSchema.describe('The version that the operation made or concerned.'),
      status: licenseStatusSchema.describe('Status of that version after it.'),
      txId: txIdSchema,
    }),
    z.strictObject({ schema, outcome: z.literal('refused'), code: recordedRefusalSchema, txId: txIdSchema }),
  ])
  .meta({ id: 'OperationResult', description: 'Done, or refused with the refusal recorded.' });

/** Result of every operation on a license. */
export type OperationResult = z.infer<typeof operationResultSchema>;
