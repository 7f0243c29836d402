import { z } from 'zod';
import { digestAlgorithmSchema } from './digest';
import { saltSchema } from './scalars';
import { newHexSchema, newTextSchema } from './text';

/** Types of attribute values. */
export const ATTRIBUTE_TYPES = ['text', 'date', 'integer', 'decimal', 'code'] as const;

/** Most attributes that a license can have. */
export const MAX_ATTRIBUTES = 64;

/** Longest inclusion proof of a tree of at most MAX_ATTRIBUTES leaves. */
export const MAX_ATTRIBUTE_PROOF_LENGTH = 6;

/** Type of an attribute's value. */
export const attributeTypeSchema = z.enum(ATTRIBUTE_TYPES).meta({
  id: 'AttributeType',
  description: 'text, date (YYYY-MM-DD), integer, decimal (no leading or trailing zeros), code (A-Z a-z 0-9 . _ / -).',
  example: 'text',
});

/** Name of an attribute. */
export const attributeNameSchema = newTextSchema(64).meta({
  id: 'AttributeName',
  description: 'Name of an attribute inside its license type; Chinese is allowed.',
  example: '经营场所',
});

/** Value of an attribute of any type. */
export const attributeValueSchema = newTextSchema(1024).describe('Value as text, in the one spelling of its type.');

const salted = {
  name: attributeNameSchema,
  type: attributeTypeSchema,
  value: attributeValueSchema,
  salt: saltSchema,
};

/** An attribute as the gateway's callers give it. */
export const attributeSchema = z
  .strictObject({ name: attributeNameSchema, type: attributeTypeSchema, value: attributeValueSchema })
  .meta({ id: 'Attribute', description: 'An attribute of a license in clear. Personal data.' });

/** An attribute with the salt of its commitment. */
export const saltedAttributeSchema = z
  .strictObject(salted)
  .meta({ id: 'SaltedAttribute', description: 'An attribute in clear with its salt. Personal data.' });

/** Where an attribute's leaf is in the tree, and how its root is reached. */
export const attributeProofSchema = z
  .strictObject({
    alg: digestAlgorithmSchema,
    index: z.int().min(0).max(MAX_ATTRIBUTES - 1).describe('Place of the leaf, from 0.'),
    size: z.int().min(1).max(MAX_ATTRIBUTES).describe('Number of leaves of the tree.'),
    hashes: z
      .array(newHexSchema(32, 32))
      .max(MAX_ATTRIBUTE_PROOF_LENGTH)
      .describe('Hashes from the leaf to the root (RFC 9162 §2.1.3).'),
  })
  .meta({ id: 'AttributeProof', description: 'Inclusion proof of an attribute against the root of the commitments.' });

/** An attribute shown for verification. */
export const provenAttributeSchema = z
  .strictObject({ ...salted, proof: attributeProofSchema })
  .meta({ id: 'ProvenAttribute', description: 'An attribute that a holder revealed, with its proof.' });

/** Type of an attribute's value. */
export type AttributeType = z.infer<typeof attributeTypeSchema>;

/** An attribute in clear. */
export type Attribute = z.infer<typeof attributeSchema>;

/** An attribute in clear with the salt of its commitment. */
export type SaltedAttribute = z.infer<typeof saltedAttributeSchema>;

/** Inclusion proof of an attribute. */
export type AttributeProof = z.infer<typeof attributeProofSchema>;

/** An attribute shown for verification. */
export type ProvenAttribute = z.infer<typeof provenAttributeSchema>;
