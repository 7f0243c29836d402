import { z } from 'zod';
import { ERROR_CODES } from '../errors/catalogue';
import { sourceSystemSchema } from '../schemas/license-record';
import { licenseIdentifierSchema, licenseSerialSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';
import { holderMappingSchema } from './holder-mapping';
import { isValidity, newLicense, VALIDITY_ISSUE } from './issue';
import { newLicensePrivateSchema } from './license-private';

/** Most licenses of one batch. */
export const MAX_IMPORT_SIZE = 50;

const { type, issuer, ...ofItem } = newLicense;

/** One license of a batch. */
export const importItemSchema = z
  .strictObject(ofItem)
  .refine(isValidity, VALIDITY_ISSUE)
  .meta({ id: 'ImportItem', description: 'A license from before the chain; effectiveAt is when it was issued.' });

/** Public argument of `license:importLicenses`; private parts and holders travel as transient data, in the same order. */
export const importLicensesRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    type,
    issuer,
    source: sourceSystemSchema,
    items: z
      .array(importItemSchema)
      .min(1)
      .max(MAX_IMPORT_SIZE)
      .refine((items) => new Set(items.map(({ serial }) => serial)).size === items.length, 'duplicate'),
  })
  .meta({ id: 'ImportLicensesRequest', description: 'Imports licenses of one type and issuer from before the chain (存量).' });

/** Transient private parts of a batch. Personal data. */
export const importPrivateSchema = z
  .array(newLicensePrivateSchema)
  .min(1)
  .max(MAX_IMPORT_SIZE)
  .meta({ id: 'ImportPrivate', description: 'Private parts of a batch, in its order. Personal data.' });

/** Transient holders of a batch. Personal data. */
export const importHoldersSchema = z
  .array(holderMappingSchema)
  .min(1)
  .max(MAX_IMPORT_SIZE)
  .meta({ id: 'ImportHolders', description: 'Holders of a batch, in its order. Personal data.' });

/** Result of `license:importLicenses`. */
export const importLicensesResultSchema = z
  .strictObject({
    schema: z.literal('import-result/1'),
    items: z
      .array(
        z.discriminatedUnion('outcome', [
          z.strictObject({ outcome: z.literal('imported'), identifier: licenseIdentifierSchema }),
          z.strictObject({ outcome: z.literal('skipped'), serial: licenseSerialSchema, code: z.enum(ERROR_CODES as [string, ...string[]]) }),
        ]),
      )
      .max(MAX_IMPORT_SIZE)
      .describe('What became of each license, in the order of the batch.'),
    txId: txIdSchema,
  })
  .meta({ id: 'ImportLicensesResult', description: 'Each license imported, or skipped with a code.' });

/** Public argument of `license:importLicenses`. */
export type ImportLicensesRequest = z.infer<typeof importLicensesRequestSchema>;

/** One license of a batch. */
export type ImportItem = z.infer<typeof importItemSchema>;

/** Result of `license:importLicenses`. */
export type ImportLicensesResult = z.infer<typeof importLicensesResultSchema>;

