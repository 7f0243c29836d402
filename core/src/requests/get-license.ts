import { z } from 'zod';
import { MAX_ATTRIBUTES, saltedAttributeSchema } from '../schemas/attribute';
import { holderSchema } from '../schemas/holder';
import { licenseRecordSchema } from '../schemas/license-record';
import { licenseIdentifierSchema } from '../schemas/scalars';

/** Argument of `license:get` and `license:getPrivate`. */
export const getLicenseRequestSchema = z
  .strictObject({ identifier: licenseIdentifierSchema })
  .meta({ id: 'GetLicenseRequest', description: 'Names a version of a license.' });

/** Result of `license:get`. */
export const getLicenseResultSchema = licenseRecordSchema;

/** Result of `license:getPrivate`. Personal data. */
export const getPrivateResultSchema = z
  .strictObject({
    schema: z.literal('license-private-view/1'),
    identifier: licenseIdentifierSchema,
    holder: holderSchema,
    attributes: z.array(saltedAttributeSchema).max(MAX_ATTRIBUTES),
  })
  .meta({ id: 'LicensePrivateView', description: 'Private part of a license, for its parties only. Personal data.' });

/** Argument of `license:get` and `license:getPrivate`. */
export type GetLicenseRequest = z.infer<typeof getLicenseRequestSchema>;

/** Result of `license:getPrivate`. */
export type GetPrivateResult = z.infer<typeof getPrivateResultSchema>;
