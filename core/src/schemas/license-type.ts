import { z } from 'zod';
import { attributeNameSchema, attributeTypeSchema, MAX_ATTRIBUTES } from './attribute';
import { holderKindSchema } from './holder';
import { dateSchema, instantSchema, licenseTypeCodeSchema, txIdSchema, usccSchema } from './scalars';
import { newTextSchema } from './text';

const MAX_ISSUERS = 200;

/** A name in Chinese and English. */
export const bilingualNameSchema = z
  .strictObject({ zh: newTextSchema(100).describe('Chinese.'), en: newTextSchema(200).describe('English.') })
  .meta({ id: 'BilingualName', description: 'A name in Chinese and English.' });

/** One attribute that licenses of a type have. */
export const attributeDefinitionSchema = z
  .strictObject({
    name: attributeNameSchema,
    label: bilingualNameSchema,
    type: attributeTypeSchema,
    required: z.boolean().describe('Whether a license must have it.'),
    maxLength: z.int().min(1).max(1024).optional().describe('Most Unicode code points of a value.'),
  })
  .meta({ id: 'AttributeDefinition', description: 'One attribute that licenses of a type have.' });

/** A license type: data, not code. */
export const licenseTypeSchema = z
  .strictObject({
    code: licenseTypeCodeSchema,
    name: bilingualNameSchema,
    holderKinds: z.array(holderKindSchema).min(1).max(2).refine(isUnique, 'duplicate').describe('Who can hold it.'),
    issuers: z
      .array(usccSchema)
      .min(1)
      .max(MAX_ISSUERS)
      .refine(isUnique, 'duplicate')
      .describe('Departments entitled to issue it.'),
    attributes: z
      .array(attributeDefinitionSchema)
      .min(1)
      .max(MAX_ATTRIBUTES)
      .refine((attributes) => isUnique(attributes.map(({ name }) => name)), 'duplicate')
      .describe('Attributes of its licenses; any other is refused.'),
    inForceFrom: dateSchema.describe('First day on which licenses are issued.'),
    inForceUntil: dateSchema.nullable().describe('Last day on which licenses are issued, or null.'),
  })
  .refine((type) => type.inForceUntil === null || type.inForceFrom <= type.inForceUntil, {
    message: 'ends-before-it-begins',
    path: ['inForceUntil'],
  })
  .meta({ id: 'LicenseType', description: 'Definition of a license type (证照类型).' });

/** A registered license type. */
export const licenseTypeRecordSchema = z
  .strictObject({
    schema: z.literal('license-type/1'),
    version: z.int().min(1).describe('Version of the definition.'),
    type: licenseTypeSchema,
    recordedAt: instantSchema.describe('Transaction time of the registration.'),
    txId: txIdSchema,
  })
  .meta({ id: 'LicenseTypeRecord', description: 'A license type as registered on the ledger.' });

/** A name in Chinese and English. */
export type BilingualName = z.infer<typeof bilingualNameSchema>;

/** One attribute that licenses of a type have. */
export type AttributeDefinition = z.infer<typeof attributeDefinitionSchema>;

/** A license type. */
export type LicenseType = z.infer<typeof licenseTypeSchema>;

/** A registered license type. */
export type LicenseTypeRecord = z.infer<typeof licenseTypeRecordSchema>;

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
