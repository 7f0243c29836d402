import { z } from 'zod';
import { idTypeSchema } from '../schemas/holder';
import { holderRefSchema, saltSchema } from '../schemas/scalars';
import { newHexSchema } from '../schemas/text';

/** Key of the holder in the transient maps of `license:issue` and `license:findHolder`. */
export const TRANSIENT_HOLDER = 'holder';

/** Name under which the city's collection keeps a holder. */
export const holderKeySchema = newHexSchema(32, 32).meta({
  id: 'HolderKey',
  description: 'HMAC-SHA256 of the identity number under a key of the city, lowercase hexadecimal.',
});

/** Version of the city's key. */
export const holderKeyVersionSchema = z.int().min(1).max(9999).describe('Version of the key of the city.');

/** What the city's collection keeps of a holder, as canonical JSON. Personal data. */
export const holderValueSchema = z
  .strictObject({
    schema: z.literal('holder/1'),
    holderRef: holderRefSchema,
    idType: idTypeSchema,
    idNumber: z.string().min(1).max(32),
    salt: saltSchema,
  })
  .meta({ id: 'HolderValue', description: 'Maps a holder reference to an identity number. Personal data.' });

/** The holder of `license:issue`, transient data. Personal data. */
export const holderMappingSchema = z
  .strictObject({
    schema: z.literal('holder-mapping/1'),
    key: holderKeySchema,
    keyVersion: holderKeyVersionSchema,
    value: z.string().min(2).max(1024).describe('Canonical JSON of a holder value.'),
    known: z.boolean().describe('Whether the city already keeps this value under this key.'),
  })
  .meta({ id: 'HolderMapping', description: 'Holder found or to be written. Personal data.' });

/** What the city's collection keeps of a holder. */
export type HolderValue = z.infer<typeof holderValueSchema>;

/** The holder of `license:issue`. */
export type HolderMapping = z.infer<typeof holderMappingSchema>;
