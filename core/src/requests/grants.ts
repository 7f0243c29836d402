import { z } from 'zod';
import { digestsSchema } from '../schemas/digest';
import { grantIdSchema, grantRecordSchema, grantTerms, grantWithdrawalSchema, MAX_GRANT_USES } from '../schemas/grant';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { recordedRefusalSchema } from '../schemas/recorded-refusal';
import { licenseIdentifierSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';

/** Argument of `grant:give`. */
export const giveGrantRequestSchema = z
  .strictObject({ requestId: requestIdSchema, ...grantTerms, consentDigests: digestsSchema })
  .meta({ id: 'GiveGrantRequest', description: "Records a holder's leave to use a license (授权用证)." });

/** Argument of `grant:withdraw`. */
export const withdrawGrantRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    identifier: licenseIdentifierSchema,
    grantId: grantIdSchema,
    consentDigests: digestsSchema,
  })
  .meta({ id: 'WithdrawGrantRequest', description: 'Withdraws a grant (撤回授权).' });

const schema = z.literal('grant-result/1');

/** Result of `grant:give` and `grant:withdraw`. */
export const grantResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({ schema, outcome: z.enum(['given', 'withdrawn']), grantId: grantIdSchema, txId: txIdSchema }),
    z.strictObject({ schema, outcome: z.literal('refused'), code: recordedRefusalSchema, txId: txIdSchema }),
  ])
  .meta({ id: 'GrantResult', description: 'Given or withdrawn, or refused with the refusal recorded.' });

/** Argument of `grant:get`. */
export const getGrantRequestSchema = z
  .strictObject({ identifier: licenseIdentifierSchema, grantId: grantIdSchema })
  .meta({ id: 'GetGrantRequest', description: 'Names a grant.' });

/** Result of `grant:get`. */
export const getGrantResultSchema = z
  .strictObject({
    schema: z.literal('grant-state/1'),
    grant: grantRecordSchema,
    withdrawal: grantWithdrawalSchema.nullable(),
    used: z.int().min(0).max(MAX_GRANT_USES).nullable().describe('Uses so far of a limited grant; null for one without a limit.'),
  })
  .meta({ id: 'GrantState', description: 'A grant and what became of it.' });

/** Argument of `grant:list`. */
export const listGrantsRequestSchema = z
  .strictObject({ identifier: licenseIdentifierSchema, ...pageRequest })
  .meta({ id: 'ListGrantsRequest', description: 'Asks for the grants of a license, any of its versions named.' });

/** Result of `grant:list`. */
export const listGrantsResultSchema = z
  .strictObject({
    schema: z.literal('grant-page/1'),
    items: z.array(grantRecordSchema).max(MAX_PAGE_SIZE).describe('Grants of all versions, in no order of time.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'GrantPage', description: 'A page of the grants of a license.' });

/** Argument of `grant:give`. */
export type GiveGrantRequest = z.infer<typeof giveGrantRequestSchema>;

/** Argument of `grant:withdraw`. */
export type WithdrawGrantRequest = z.infer<typeof withdrawGrantRequestSchema>;

/** Result of `grant:give` and `grant:withdraw`. */
export type GrantResult = z.infer<typeof grantResultSchema>;

/** Argument of `grant:get`. */
export type GetGrantRequest = z.infer<typeof getGrantRequestSchema>;

/** Result of `grant:get`. */
export type GetGrantResult = z.infer<typeof getGrantResultSchema>;

/** Argument of `grant:list`. */
export type ListGrantsRequest = z.infer<typeof listGrantsRequestSchema>;

/** Result of `grant:list`. */
export type ListGrantsResult = z.infer<typeof listGrantsResultSchema>;
