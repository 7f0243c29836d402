import { z } from 'zod';
import { grantIdSchema, MAX_GRANT_USES } from '../schemas/grant';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { recordedRefusalSchema } from '../schemas/recorded-refusal';
import { licenseIdentifierSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';
import { purposeSchema, serviceItemSchema } from '../schemas/service-item';
import { useRecordSchema } from '../schemas/use';

/** Argument of `grant:use`. */
export const useRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    identifier: licenseIdentifierSchema,
    grantId: grantIdSchema,
    purpose: purposeSchema,
    item: serviceItemSchema,
  })
  .meta({ id: 'UseRequest', description: 'Uses a license under a grant (用证).' });

const schema = z.literal('use-result/1');

/** Result of `grant:use`. */
export const useResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      schema,
      outcome: z.literal('used'),
      slot: z.int().min(1).max(MAX_GRANT_USES).nullable().describe('Which use of a limited grant it is, or null.'),
      txId: txIdSchema.describe('Transaction that recorded the use.'),
    }),
    z.strictObject({ schema, outcome: z.literal('refused'), code: recordedRefusalSchema, txId: txIdSchema }),
  ])
  .meta({ id: 'UseResult', description: 'Used, or refused with the refusal recorded.' });

/** Argument of `grant:listUses`. */
export const listUsesRequestSchema = z
  .strictObject({ identifier: licenseIdentifierSchema, ...pageRequest })
  .meta({ id: 'ListUsesRequest', description: 'Asks for the uses of a license, any of its versions named.' });

/** Result of `grant:listUses`. */
export const listUsesResultSchema = z
  .strictObject({
    schema: z.literal('use-page/1'),
    items: z.array(useRecordSchema).max(MAX_PAGE_SIZE).describe('Uses and refused uses of all versions, the oldest first.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'UsePage', description: 'A page of the uses of a license.' });

/** Argument of `grant:use`. */
export type UseRequest = z.infer<typeof useRequestSchema>;

/** Result of `grant:use`. */
export type UseResult = z.infer<typeof useResultSchema>;

/** Argument of `grant:listUses`. */
export type ListUsesRequest = z.infer<typeof listUsesRequestSchema>;

/** Result of `grant:listUses`. */
export type ListUsesResult = z.infer<typeof listUsesResultSchema>;
