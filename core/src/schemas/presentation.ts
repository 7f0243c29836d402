import { z } from 'zod';
import { actor } from './actor';
import { MAX_ATTRIBUTES, provenAttributeSchema } from './attribute';
import { instantSchema, licenseIdentifierSchema, txIdSchema } from './scalars';
import { newHexSchema } from './text';

/** Longest time in seconds between a presentation and its redemption. */
export const MAX_PRESENTATION_SECONDS = 300;

/** SHA-256 of a presentation's code. */
export const presentationCodeHashSchema = newHexSchema(32, 32).meta({
  id: 'PresentationCodeHash',
  description: "SHA-256 of the 64 characters of a presentation's code.",
});

/** What a holder shows (亮证): a secret code and the attributes chosen, each with its proof. Personal data. */
export const shownPresentationSchema = z
  .strictObject({
    schema: z.literal('presentation-shown/1'),
    identifier: licenseIdentifierSchema,
    code: newHexSchema(32, 32).describe('Random, 256 bits; whoever has it can redeem the presentation once.'),
    attributes: z.array(provenAttributeSchema).max(MAX_ATTRIBUTES).describe('The attributes that the holder reveals.'),
  })
  .meta({ id: 'ShownPresentation', description: 'What a holder shows (亮证). Personal data.' });

/** The public record of a presentation. */
export const presentationRecordSchema = z
  .strictObject({
    schema: z.literal('presentation/1'),
    identifier: licenseIdentifierSchema,
    codeHash: presentationCodeHashSchema,
    shownHash: newHexSchema(32, 32).describe('SHA-256 of the canonical JSON of what is shown.'),
    expiresAt: instantSchema,
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Presentation', description: 'A presentation that can be redeemed once (亮证).' });

/** A presentation that was redeemed. */
export const redemptionRecordSchema = z
  .strictObject({
    schema: z.literal('redemption/1'),
    identifier: licenseIdentifierSchema,
    codeHash: presentationCodeHashSchema,
    ...actor,
    recordedAt: instantSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'Redemption', description: 'A presentation was redeemed (扫码核验).' });

/** What a holder shows. Personal data. */
export type ShownPresentation = z.infer<typeof shownPresentationSchema>;

/** The public record of a presentation. */
export type PresentationRecord = z.infer<typeof presentationRecordSchema>;

/** A presentation that was redeemed. */
export type RedemptionRecord = z.infer<typeof redemptionRecordSchema>;
