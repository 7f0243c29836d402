import { z } from 'zod';
import { licenseRecordSchema } from '../schemas/license-record';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { licenseTypeCodeSchema } from '../schemas/scalars';

/** Argument of `license:listByType`. */
export const listByTypeRequestSchema = z
  .strictObject({ type: licenseTypeCodeSchema, ...pageRequest })
  .meta({ id: 'ListByTypeRequest', description: 'Asks for the licenses of a type.' });

/** Result of `license:listByType`. */
export const listByTypeResultSchema = z
  .strictObject({
    schema: z.literal('license-page/1'),
    items: z.array(licenseRecordSchema).max(MAX_PAGE_SIZE).describe('Current versions, by issuer and serial.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'LicensePage', description: 'A page of the licenses of a type.' });

/** Argument of `license:listByType`. */
export type ListByTypeRequest = z.infer<typeof listByTypeRequestSchema>;

/** Result of `license:listByType`. */
export type ListByTypeResult = z.infer<typeof listByTypeResultSchema>;
