import { z } from 'zod';
import { presentationCodeHashSchema, presentationRecordSchema } from '../schemas/presentation';
import { recordedRefusalSchema } from '../schemas/recorded-refusal';
import { instantSchema, licenseIdentifierSchema, requestIdSchema, txIdSchema } from '../schemas/scalars';
import { verificationSchema } from '../schemas/verification';

/** Key of what is shown in the transient map of `presentation:redeem`: `ShownPresentation` as canonical JSON. */
export const TRANSIENT_SHOWN = 'shown';

/** Argument of `presentation:present`. */
export const presentRequestSchema = z
  .strictObject({
    requestId: requestIdSchema,
    identifier: licenseIdentifierSchema,
    codeHash: presentationCodeHashSchema,
    shownHash: presentationRecordSchema.shape.shownHash,
    expiresAt: instantSchema.describe('At most five minutes after the transaction.'),
  })
  .meta({ id: 'PresentRequest', description: 'Registers a presentation (亮证).' });

const presentSchema = z.literal('present-result/1');

/** Result of `presentation:present`. */
export const presentResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({ schema: presentSchema, outcome: z.literal('presented'), expiresAt: instantSchema, txId: txIdSchema }),
    z.strictObject({ schema: presentSchema, outcome: z.literal('refused'), code: recordedRefusalSchema, txId: txIdSchema }),
  ])
  .meta({ id: 'PresentResult', description: 'Presented, or refused with the refusal recorded.' });

/** Argument of `presentation:redeem`; what was scanned travels as transient data. */
export const redeemRequestSchema = z
  .strictObject({ requestId: requestIdSchema, codeHash: presentationCodeHashSchema })
  .meta({ id: 'RedeemRequest', description: 'Redeems a presentation that was scanned, once.' });

const redeemSchema = z.literal('redeem-result/1');

/** Result of `presentation:redeem`. It is in the block and holds nothing personal. */
export const redeemResultSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      schema: redeemSchema,
      outcome: z.literal('redeemed'),
      identifier: licenseIdentifierSchema,
      verification: verificationSchema.describe('Verdicts on the license and on the attributes shown.'),
      txId: txIdSchema,
    }),
    z.strictObject({ schema: redeemSchema, outcome: z.literal('refused'), code: recordedRefusalSchema, txId: txIdSchema }),
  ])
  .meta({ id: 'RedeemResult', description: 'Redeemed, or refused with the refusal recorded.' });

/** Argument of `presentation:present`. */
export type PresentRequest = z.infer<typeof presentRequestSchema>;

/** Result of `presentation:present`. */
export type PresentResult = z.infer<typeof presentResultSchema>;

/** Argument of `presentation:redeem`. */
export type RedeemRequest = z.infer<typeof redeemRequestSchema>;

/** Result of `presentation:redeem`. */
export type RedeemResult = z.infer<typeof redeemResultSchema>;
