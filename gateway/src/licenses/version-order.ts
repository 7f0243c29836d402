import { changeRequestSchema, decisionDigestsSchema, renewRequestSchema } from '@shengjing/core';
import { z } from 'zod';

import { fileDigestsOfOrder, privateContent } from './issue-order';

/** Digests of the decision in what a service hall sends. */
export const decisionDigestsOfOrder = decisionDigestsSchema
  .default([])
  .describe('Digests of the decision (决定文书), when there is one.');

/** What a service hall sends to have a license changed. Personal data. */
export const changeOrderSchema = newOrderSchema(changeRequestSchema.shape.reason).meta({
  id: 'ChangeOrder',
  description: 'The new version of a license, whole (变更). Personal data.',
});

/** What a service hall sends to have a license renewed. Personal data. */
export const renewOrderSchema = newOrderSchema(renewRequestSchema.shape.reason).meta({
  id: 'RenewOrder',
  description: 'The new version of a license, whole, with a later end of validity (延续). Personal data.',
});

function newOrderSchema<Reason extends z.ZodType>(reason: Reason) {
  const { validFrom, validUntil, effectiveAt } = changeRequestSchema.shape;
  return z.strictObject({
    validFrom,
    validUntil,
    effectiveAt,
    fileDigests: fileDigestsOfOrder,
    reason,
    decisionDigests: decisionDigestsOfOrder,
    ...privateContent,
  });
}
