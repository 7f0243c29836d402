import { z } from 'zod';
import { actor } from './actor';
import { digestsSchema } from './digest';
import { instantSchema, licenseIdentifierSchema, mspIdSchema, txIdSchema, usccSchema } from './scalars';
import { purposeSchema, serviceItemSchema } from './service-item';

/** Most uses of a grant that is limited. */
export const MAX_GRANT_USES = 200;

/** Id of a grant: the transaction that gave it. */
export const grantIdSchema = txIdSchema.meta({ id: 'GrantId', description: 'Transaction id of the grant.' });

/** What a grant allows. */
export const grantTerms = {
  identifier: licenseIdentifierSchema.describe('The license that may be used.'),
  grantee: usccSchema.describe('USCC of the department that may use it.'),
  purpose: purposeSchema,
  item: serviceItemSchema,
  until: instantSchema.describe('The grant ends at this instant.'),
  uses: z.int().min(1).max(MAX_GRANT_USES).nullable().describe('How many uses, or null for any number.'),
};

/** A holder's leave for one department to use a license (授权用证). */
export const grantRecordSchema = z
  .strictObject({
    schema: z.literal('grant/1'),
    grantId: grantIdSchema,
    ...grantTerms,
    granteeMspId: mspIdSchema.describe('Organisation of that department.'),
    consentDigests: digestsSchema.describe("Digests of the holder's consent."),
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Grant', description: "A holder's leave for one department to use a license (授权用证)." });

/** The end of a grant by the holder's will. */
export const grantWithdrawalSchema = z
  .strictObject({
    schema: z.literal('grant-withdrawal/1'),
    grantId: grantIdSchema,
    identifier: licenseIdentifierSchema,
    consentDigests: digestsSchema.describe("Digests of the holder's declaration."),
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'GrantWithdrawal', description: 'A grant was withdrawn (撤回授权).' });

/** A holder's leave to use a license. */
export type GrantRecord = z.infer<typeof grantRecordSchema>;

/** The end of a grant by the holder's will. */
export type GrantWithdrawal = z.infer<typeof grantWithdrawalSchema>;
