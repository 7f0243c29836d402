import { z } from 'zod';
import { VERDICT_CODES, VERDICT_NAMES, VERDICTS } from '../licenses/verdict-codes';
import { licenseStatusSchema } from './license-record';
import { instantSchema } from './scalars';
import { newTextSchema } from './text';

/** One named verdict. */
export const verdictSchema = z
  .strictObject({
    name: z.enum(VERDICT_NAMES).describe('What was checked.'),
    verdict: z.enum(VERDICTS).describe('How the check ended; not-checked is never a pass.'),
    code: z.enum(VERDICT_CODES).describe('Why.'),
    fault: z
      .enum(['structure', 'root', 'type', 'issuer', 'serial', 'version', 'check'])
      .optional()
      .describe('Part of the identifier that is malformed.'),
    status: licenseStatusSchema.optional().describe('Status code that the verdict rests on.'),
    at: instantSchema.optional().describe('Instant that the status is judged at.'),
  })
  .meta({ id: 'NamedVerdict', description: 'One check of a verification with its verdict.' });

/** Which ledger answered. */
export const ledgerSchema = z
  .strictObject({
    channel: newTextSchema(64).describe('Fabric channel.'),
    chaincode: newTextSchema(64).describe('Chaincode name.'),
  })
  .meta({ id: 'Ledger', description: 'The ledger that an answer was read from.' });

/** The outcome of a verification. */
export const verificationSchema = z
  .strictObject({
    schema: z.literal('verification/1'),
    verdicts: z.array(verdictSchema).length(VERDICT_NAMES.length).describe('One verdict for each check, in order.'),
    ledger: ledgerSchema,
    at: instantSchema.describe('Transaction time of the verification.'),
  })
  .meta({ id: 'Verification', description: 'Separate verdicts on a license; nothing in it joins to a person.' });

/** One named verdict. */
export type NamedVerdict = z.infer<typeof verdictSchema>;

/** The outcome of a verification. */
export type Verification = z.infer<typeof verificationSchema>;
