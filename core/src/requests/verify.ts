import { z } from 'zod';
import { MAX_ATTRIBUTES, provenAttributeSchema } from '../schemas/attribute';
import { digestSchema } from '../schemas/digest';
import { instantSchema } from '../schemas/scalars';
import { verificationSchema } from '../schemas/verification';

/** Argument of `license:verify`. */
export const verifyRequestSchema = z
  .strictObject({
    identifier: z.string().max(256).describe('Any text; a malformed identifier is a verdict, not an error.'),
    at: instantSchema.optional().describe('Another instant to judge the status at.'),
    fileDigest: digestSchema.optional().describe('Digest of the file that was shown.'),
    attributes: z.array(provenAttributeSchema).min(1).max(MAX_ATTRIBUTES).optional().describe('Attributes shown.'),
  })
  .meta({ id: 'VerifyRequest', description: 'Verifies a license; open to every member of the channel.' });

/** Result of `license:verify`. */
export const verifyResultSchema = verificationSchema;

/** Argument of `license:verify`. */
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;
