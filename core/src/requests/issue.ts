import { z } from 'zod';
import { optionalDigestsSchema } from '../schemas/digest';
import { recordedRefusalSchema } from '../schemas/recorded-refusal';
import {
  dateSchema,
  holderRefSchema,
  instantSchema,
  licenseIdentifierSchema,
  licenseSerialSchema,
  licenseTypeCodeSchema,
  requestIdSchema,
  txIdSchema,
  usccSchema,
} from '../schemas/scalars';

/** Fields of a validity. */
export const validity = {
  validFrom: dateSchema.describe('First day of validity.'),
  validUntil: dateSchema.nullable().describe('Last day of validity, or null.'),
};

/** Whether a validity ends no sooner than it begins. */
export function isValidity(request: { readonly validFrom: string; readonly validUntil: string | null }): boolean {
  return request.validUntil === null || request.validFrom <= request.validUntil;
}

/** What is wrong with a validity that ends before it begins. */
export const VALIDITY_ISSUE = { message: 'ends-before-it-begins', path: ['validUntil'] };

/** Fields of a request that makes a license of its own. */
export const newLicense = {
  type: licenseTypeCodeSchema,
  issuer: usccSchema.describe('USCC of the issuing department.'),
  serial: licenseSerialSchema,
  ...validity,
  effectiveAt: instantSchema.describe('When the issue takes effect.'),
  fileDigests: optionalDigestsSchema,
  holderRef: holderRefSchema,
};

/** Public argument of `license:issue`. It is written into the block and holds nothing personal. */
export const issueRequestSchema = z
  .strictObject({ requestId: requestIdSchema, ...newLicense })
  .refine(isValidity, VALIDITY_ISSUE)
  .meta({ id: 'IssueRequest', description: 'Issues a license; its private part travels as transient data.' });

/** Result of `license:issue`: issued, or a refusal that is recorded. */
export const issueResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      schema: z.literal('issue-result/1'),
      outcome: z.literal('issued'),
      identifier: licenseIdentifierSchema,
      txId: txIdSchema,
    }),
    z.strictObject({
      schema: z.literal('issue-result/1'),
      outcome: z.literal('refused'),
      code: recordedRefusalSchema,
      txId: txIdSchema,
    }),
  ])
  .meta({ id: 'IssueResult', description: 'Issued, or refused with the refusal recorded.' });

/** Public argument of `license:issue`. */
export type IssueRequest = z.infer<typeof issueRequestSchema>;

/** Result of `license:issue`. */
export type IssueResult = z.infer<typeof issueResultSchema>;
