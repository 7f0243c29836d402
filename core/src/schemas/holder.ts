import { z } from 'zod';
import { residentIdSchema, usccSchema } from './scalars';
import { newTextSchema } from './text';

/** Kinds of holders. */
export const HOLDER_KINDS = ['person', 'enterprise'] as const;

/** Kinds of identity numbers. */
export const ID_TYPES = ['resident-id', 'uscc'] as const;

/** A person or an enterprise. */
export const holderKindSchema = z.enum(HOLDER_KINDS).meta({
  id: 'HolderKind',
  description: 'person (自然人) or enterprise (法人).',
  example: 'person',
});

/** Which kind of identity number a number is. */
export const idTypeSchema = z.enum(ID_TYPES).meta({
  id: 'IdType',
  description: 'resident-id (公民身份号码) or uscc (统一社会信用代码).',
  example: 'resident-id',
});

const holderNameSchema = newTextSchema(200).describe('Name as on the license.');

/** The holder in clear: personal data, for transient and private data only. */
export const holderSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('person'),
      idType: z.literal('resident-id'),
      idNumber: residentIdSchema,
      name: holderNameSchema,
    }),
    z.strictObject({
      kind: z.literal('enterprise'),
      idType: z.literal('uscc'),
      idNumber: usccSchema,
      name: holderNameSchema,
    }),
  ])
  .meta({ id: 'Holder', description: 'Holder in clear. Personal data: never on the ledger, never in a log.' });

/** The identity number of a holder: personal data, for transient data only. */
export const holderIdSchema = z
  .discriminatedUnion('idType', [
    z.strictObject({ idType: z.literal('resident-id'), idNumber: residentIdSchema }),
    z.strictObject({ idType: z.literal('uscc'), idNumber: usccSchema }),
  ])
  .meta({ id: 'HolderId', description: 'Identity number of a holder. Personal data.' });

/** A person or an enterprise. */
export type HolderKind = z.infer<typeof holderKindSchema>;

/** Which kind of identity number a number is. */
export type IdType = z.infer<typeof idTypeSchema>;

/** The holder in clear. */
export type Holder = z.infer<typeof holderSchema>;

/** The identity number of a holder. */
export type HolderId = z.infer<typeof holderIdSchema>;
