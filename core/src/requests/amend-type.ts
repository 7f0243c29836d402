import { z } from 'zod';
import { licenseTypeSchema } from '../schemas/license-type';
import { requestIdSchema } from '../schemas/scalars';

/** Argument of `license:amendType`. */
export const amendTypeRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    basedOn: z.int().min(1).max(9998).describe('Version that is amended; refused when it is not the current one.'),
    type: licenseTypeSchema,
  })
  .meta({ id: 'AmendTypeRequest', description: 'Amends a license type by a new version; the city only.' });

/** Argument of `license:amendType`. */
export type AmendTypeRequest = z.infer<typeof amendTypeRequestSchema>;
