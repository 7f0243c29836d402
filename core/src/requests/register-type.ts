import { z } from 'zod';
import { licenseTypeSchema } from '../schemas/license-type';
import { licenseTypeCodeSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';

/** Argument of `license:registerType`. */
export const registerTypeRequestSchema = z
  .strictObject({ requestId: requestIdSchema, type: licenseTypeSchema })
  .meta({ id: 'RegisterTypeRequest', description: 'Registers a license type; the city only.' });

/** Result of `license:registerType`. */
export const registerTypeResultSchema = z
  .strictObject({
    schema: z.literal('license-type-result/1'),
    code: licenseTypeCodeSchema,
    version: z.int().min(1).describe('Version of the definition.'),
    txId: txIdSchema,
  })
  .meta({ id: 'RegisterTypeResult', description: 'The license type was registered.' });

/** Argument of `license:registerType`. */
export type RegisterTypeRequest = z.infer<typeof registerTypeRequestSchema>;

/** Result of `license:registerType`. */
export type RegisterTypeResult = z.infer<typeof registerTypeResultSchema>;
