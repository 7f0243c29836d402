import { z } from 'zod';
import { MAX_ATTRIBUTES, saltedAttributeSchema } from '../schemas/attribute';
import { holderSchema } from '../schemas/holder';
import { saltSchema } from '../schemas/scalars';
import { newHexSchema } from '../schemas/text';

/** Key of the private part in the transient map of `license:issue`. */
export const TRANSIENT_PRIVATE = 'private';

/**
 * The private part of a license, canonical JSON: transient data of `license:issue`, then a value of the implicit
 * collections of city and issuer. Personal data.
 */
export const licensePrivateSchema = z
  .strictObject({
    schema: z.literal('license-private/1'),
    handle: newHexSchema(16, 16).describe('Random key of the value in the collections, 128 bits.'),
    salt: saltSchema.describe('Makes the hash of the value in the block unguessable.'),
    holder: holderSchema,
    attributes: z
      .array(saltedAttributeSchema)
      .min(1)
      .max(MAX_ATTRIBUTES)
      .refine(hasUniqueNames, 'duplicate')
      .describe('Attributes, each name once, each with a salt of its own.'),
  })
  .meta({ id: 'LicensePrivate', description: 'Private part of a license. Personal data.' });

/** A private part that is given to the ledger: no salt in it is used twice. What was stored before is read without. */
export const newLicensePrivateSchema = licensePrivateSchema
  .refine(hasUniqueSalts, { message: 'duplicate-salt', path: ['attributes'] })
  .meta({ id: 'NewLicensePrivate', description: 'Private part of a new license or version. Personal data.' });

/** The private part of a license. */
export type LicensePrivate = z.infer<typeof licensePrivateSchema>;

/** A salt that is revealed with one attribute must not help to guess another, or the whole. */
function hasUniqueSalts({ salt, attributes }: { readonly salt: string; readonly attributes: readonly { readonly salt: string }[] }): boolean {
  return new Set([salt, ...attributes.map((attribute) => attribute.salt)]).size === attributes.length + 1;
}

function hasUniqueNames(attributes: readonly { readonly name: string }[]): boolean {
  return new Set(attributes.map(({ name }) => name)).size === attributes.length;
}
