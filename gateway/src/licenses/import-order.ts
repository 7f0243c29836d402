import { importItemSchema, importLicensesRequestSchema, MAX_IMPORT_SIZE } from '@shengjing/core';
import { z } from 'zod';

import { fileDigestsOfOrder, issuerOfOrder, privateContent } from './issue-order';

const { type, source } = importLicensesRequestSchema.shape;
const { serial, validFrom, validUntil, effectiveAt } = importItemSchema.shape;

/** One license of a batch. Personal data. */
const importItemOrderSchema = z
  .strictObject({ serial, validFrom, validUntil, effectiveAt, fileDigests: fileDigestsOfOrder, ...privateContent })
  .meta({ id: 'ImportItemOrder', description: 'A license from before the chain, with its holder and attributes. Personal data.' });

/** What a department sends to have licenses imported. Personal data. */
export const importOrderSchema = z
  .strictObject({
    type,
    source,
    issuer: issuerOfOrder,
    items: z.array(importItemOrderSchema).min(1).max(MAX_IMPORT_SIZE),
  })
  .meta({ id: 'ImportOrder', description: 'Licenses of one type and issuer from before the chain (存量). Personal data.' });

/** One license of a batch. */
export type ImportItemOrder = z.output<typeof importItemOrderSchema>;

/** What a department sends to have licenses imported. */
export type ImportOrder = z.output<typeof importOrderSchema>;
