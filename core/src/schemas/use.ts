import { z } from 'zod';
import { VERDICT_CODES } from '../licenses/verdict-codes';
import { actor } from './actor';
import { recordedRefusalSchema } from './recorded-refusal';
import { grantIdSchema, MAX_GRANT_USES } from './grant';
import { licenseStatusSchema } from './license-record';
import { instantSchema, licenseIdentifierSchema, txIdSchema } from './scalars';
import { purposeSchema, serviceItemSchema } from './service-item';

/** One use of a license, or one that was refused. */
export const useRecordSchema = z
  .strictObject({
    schema: z.literal('use/1'),
    identifier: licenseIdentifierSchema,
    grantId: grantIdSchema,
    purpose: purposeSchema,
    item: serviceItemSchema,
    outcome: z.enum(['used', 'refused']),
    code: recordedRefusalSchema.nullable().describe('Why it was refused, or null.'),
    slot: z.int().min(1).max(MAX_GRANT_USES).nullable().describe('Which use of a limited grant it is, or null.'),
    status: licenseStatusSchema.describe('Status of the license at that instant.'),
    standing: z.enum(VERDICT_CODES).describe('How that status was judged: IN_FORCE, EXPIRED and so on.'),
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Use', description: 'One use of a license, or one that was refused (用证记录).' });

/** One use of a license, or one that was refused. */
export type UseRecord = z.infer<typeof useRecordSchema>;
