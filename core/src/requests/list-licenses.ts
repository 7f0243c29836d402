import { z } from 'zod';
import { licenseRecordSchema, licenseStatusSchema } from '../schemas/license-record';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { holderRefSchema, licenseTypeCodeSchema, usccSchema } from '../schemas/scalars';

/** Argument of `license:listByType`. */
export const listByTypeRequestSchema = z
  .strictObject({ type: licenseTypeCodeSchema, ...pageRequest })
  .meta({ id: 'ListByTypeRequest', description: 'Asks for the licenses of a type.' });

/** Argument of `license:listByIssuer`. */
export const listByIssuerRequestSchema = z
  .strictObject({ issuer: usccSchema, ...pageRequest })
  .meta({ id: 'ListByIssuerRequest', description: 'Asks for the licenses of an issuer.' });

/** Argument of `license:listByHolder`. */
export const listByHolderRequestSchema = z
  .strictObject({ holderRef: holderRefSchema, ...pageRequest })
  .meta({ id: 'ListByHolderRequest', description: 'Asks for the licenses of a holder.' });

/** Argument of `license:listByStatus`. */
export const listByStatusRequestSchema = z
  .strictObject({ status: licenseStatusSchema, ...pageRequest })
  .meta({ id: 'ListByStatusRequest', description: 'Asks for the licenses whose current version has a status.' });

/** Result of every list of licenses. */
export const listLicensesResultSchema = z
  .strictObject({
    schema: z.literal('license-page/2'),
    items: z.array(licenseRecordSchema).max(MAX_PAGE_SIZE).describe('Current versions, by type, issuer and serial.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'LicensePage', description: 'A page of licenses.' });

/** Argument of `license:listByType`. */
export type ListByTypeRequest = z.infer<typeof listByTypeRequestSchema>;

/** Argument of `license:listByIssuer`. */
export type ListByIssuerRequest = z.infer<typeof listByIssuerRequestSchema>;

/** Argument of `license:listByHolder`. */
export type ListByHolderRequest = z.infer<typeof listByHolderRequestSchema>;

/** Argument of `license:listByStatus`. */
export type ListByStatusRequest = z.infer<typeof listByStatusRequestSchema>;

/** Result of every list of licenses. */
export type ListLicensesResult = z.infer<typeof listLicensesResultSchema>;
