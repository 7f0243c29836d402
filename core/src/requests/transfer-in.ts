import { z } from 'zod';
import { licenseIdentifierSchema, requestIdSchema } from '../schemas/scalars';
import { isValidity, newLicense, VALIDITY_ISSUE } from './issue';

/** Public argument of `license:transferIn`; the private part and the holder travel as transient data. */
export const transferInRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    ...newLicense,
    previous: licenseIdentifierSchema.describe('The license that another district has transferred out to this one.'),
  })
  .refine(isValidity, VALIDITY_ISSUE)
  .meta({ id: 'TransferInRequest', description: 'Takes a license over from another district (转入), under an identifier of its own.' });

/** Public argument of `license:transferIn`. */
export type TransferInRequest = z.infer<typeof transferInRequestSchema>;
