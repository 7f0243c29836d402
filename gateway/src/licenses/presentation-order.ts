import { attributeNameSchema, digestAlgorithmSchema, MAX_ATTRIBUTES, MAX_PRESENTATION_SECONDS } from '@shengjing/core';
import { z } from 'zod';

/** What a service hall sends when a holder wants to show a license. */
export const presentationOrderSchema = z
  .strictObject({
    attributes: z
      .array(attributeNameSchema)
      .max(MAX_ATTRIBUTES)
      .refine((names) => new Set(names).size === names.length, 'duplicate')
      .describe('Names of the attributes that the holder reveals; no other is shown.'),
    seconds: z
      .int()
      .min(1)
      .max(MAX_PRESENTATION_SECONDS)
      .describe('How long the presentation can be redeemed, counted from when the gateway first has the request.'),
    alg: digestAlgorithmSchema.default('sm3').describe('By which tree the attributes are proven.'),
  })
  .meta({ id: 'PresentationOrder', description: 'What a holder wants to show of a license, and for how long (亮证).' });

/** What a service hall sends when a holder wants to show a license. */
export type PresentationOrder = z.output<typeof presentationOrderSchema>;
