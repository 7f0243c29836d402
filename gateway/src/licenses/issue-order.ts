import { attributeSchema, holderSchema, issueRequestSchema, MAX_ATTRIBUTES } from '@shengjing/core';
import { z } from 'zod';

const { type, issuer, serial, validFrom, validUntil, effectiveAt, fileDigests } = issueRequestSchema.shape;

/** Fields of what only the parties of a license may see. */
export const privateContent = {
  holder: holderSchema,
  attributes: z.array(attributeSchema).min(1).max(MAX_ATTRIBUTES),
};

/** Digests of the license file in what a service hall sends. */
export const fileDigestsOfOrder = fileDigests
  .default([])
  .describe('SM3 and SHA-256 of the license file, when there is one.');

/** The issuing department in what a service hall sends. */
export const issuerOfOrder = issuer
  .optional()
  .describe('USCC of the issuing department; by default the department of the caller.');

/** What a service hall sends to have a license issued. Personal data. */
export const issueOrderSchema = z
  .strictObject({
    type,
    issuer: issuerOfOrder,
    serial: serial.optional().describe('Serial number; by default one derived from the request.'),
    validFrom,
    validUntil,
    effectiveAt,
    fileDigests: fileDigestsOfOrder,
    ...privateContent,
  })
  .meta({ id: 'IssueOrder', description: 'A license to be issued, with its holder and attributes. Personal data.' });

/** What a service hall sends to have a license issued. */
export type IssueOrder = z.output<typeof issueOrderSchema>;
