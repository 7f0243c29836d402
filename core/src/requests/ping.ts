import { z } from 'zod';
import { mspIdSchema } from '../schemas/scalars';
import { newTextSchema } from '../schemas/text';

/** Argument of `system:ping`. */
export const pingRequestSchema = z
  .strictObject({})
  .meta({ id: 'PingRequest', description: 'Asks whether a peer endorses; nothing is written.' });

/** Result of `system:ping`. */
export const pingResultSchema = z
  .strictObject({
    schema: z.literal('ping/1'),
    mspId: mspIdSchema.describe('Organisation of the peer that answered.'),
    chaincodeVersion: newTextSchema(64).describe('Version of the chaincode that answered.'),
  })
  .meta({ id: 'PingResult', description: 'The peer and its chaincode answer.' });

/** Argument of `system:ping`. */
export type PingRequest = z.infer<typeof pingRequestSchema>;

/** Result of `system:ping`. */
export type PingResult = z.infer<typeof pingResultSchema>;
