import { z } from 'zod';
import { licenseTypeRecordSchema } from '../schemas/license-type';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { licenseTypeCodeSchema } from '../schemas/scalars';

/** Argument of `license:getType`. */
export const getTypeRequestSchema = z
  .strictObject({ code: licenseTypeCodeSchema })
  .meta({ id: 'GetTypeRequest', description: 'Names a license type.' });

/** Result of `license:getType`. */
export const getTypeResultSchema = licenseTypeRecordSchema;

/** Argument of `license:listTypes`. */
export const listTypesRequestSchema = z
  .strictObject(pageRequest)
  .meta({ id: 'ListTypesRequest', description: 'Asks for the registered license types.' });

/** Result of `license:listTypes`. */
export const listTypesResultSchema = z
  .strictObject({
    schema: z.literal('license-type-page/1'),
    items: z.array(licenseTypeRecordSchema).max(MAX_PAGE_SIZE).describe('Current definitions, by code.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'LicenseTypePage', description: 'A page of the registered license types.' });

/** Argument of `license:getType`. */
export type GetTypeRequest = z.infer<typeof getTypeRequestSchema>;

/** Argument of `license:listTypes`. */
export type ListTypesRequest = z.infer<typeof listTypesRequestSchema>;

/** Result of `license:listTypes`. */
export type ListTypesResult = z.infer<typeof listTypesResultSchema>;
