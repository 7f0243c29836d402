import { z } from 'zod';
import { DIGEST_ALGORITHMS } from '../digests/digest';
import { newHexSchema } from './text';

const MAX_DIGESTS = 8;

/** Name of a hash algorithm. */
export const digestAlgorithmSchema = z.enum(DIGEST_ALGORITHMS).meta({
  id: 'DigestAlgorithm',
  description: 'sm3 (GB/T 32905) or sha256 (FIPS 180-4).',
  example: 'sm3',
});

/** A digest that names its algorithm. */
export const digestSchema = z
  .strictObject({
    alg: digestAlgorithmSchema,
    value: newHexSchema(32, 32).describe('32 bytes in lowercase hexadecimal.'),
    keyRef: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,128}$/u)
      .optional()
      .describe('Name of the key that the value depends on, when it does: 1 to 128 of A-Z a-z 0-9 . _ : -.'),
  })
  .meta({ id: 'Digest', description: 'A digest or commitment that names its algorithm.' });

/** Digests of the same bytes by every algorithm. */
export const digestsSchema = z
  .array(digestSchema)
  .max(MAX_DIGESTS)
  .refine(isComplete, 'every-algorithm-once')
  .meta({ id: 'Digests', description: 'Digests of the same bytes: each algorithm once, sm3 and sha256 at least.' });

/** Digests of a file, or an empty list when there is no file. */
export const optionalDigestsSchema = z
  .array(digestSchema)
  .max(MAX_DIGESTS)
  .refine((digests) => digests.length === 0 || isComplete(digests), 'every-algorithm-once')
  .meta({
    id: 'FileDigests',
    description: 'Digests of the license file: each algorithm once, sm3 and sha256 at least; empty without a file.',
  });

function isComplete(digests: readonly { readonly alg: string }[]): boolean {
  const algorithms = new Set(digests.map((digest) => digest.alg));
  return algorithms.size === digests.length && DIGEST_ALGORITHMS.every((alg) => algorithms.has(alg));
}
