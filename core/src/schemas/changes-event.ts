import { z } from 'zod';
import { ERROR_CODES, isRecordedRefusal } from '../errors/catalogue';
import {
  licenseIdentifierSchema,
  licenseSerialSchema,
  licenseTypeCodeSchema,
  licenseVersionSchema,
  requestIdSchema,
  usccSchema,
} from './scalars';

/** Name of the one event that a transaction emits. */
export const CHANGES_EVENT = 'shengjing.changes';

/** A code that a contract records as a refusal. */
export const recordedRefusalSchema = z.enum(ERROR_CODES.filter(isRecordedRefusal)).meta({
  id: 'RecordedRefusal',
  description: 'Code of a refusal that is recorded on the ledger.',
});

const typeRegisteredSchema = z.strictObject({
  kind: z.literal('license-type-registered'),
  code: licenseTypeCodeSchema,
  version: z.int().min(1),
});

const licenseIssuedSchema = z.strictObject({
  kind: z.literal('license-issued'),
  identifier: licenseIdentifierSchema,
  type: licenseTypeCodeSchema,
  issuer: usccSchema,
  serial: licenseSerialSchema,
  version: licenseVersionSchema,
});

const issueRefusedSchema = z.strictObject({
  kind: z.literal('license-issue-refused'),
  type: licenseTypeCodeSchema,
  issuer: usccSchema,
  serial: licenseSerialSchema,
  code: recordedRefusalSchema,
});

/** One change that a transaction made. */
export const changeSchema = z
  .discriminatedUnion('kind', [typeRegisteredSchema, licenseIssuedSchema, issueRefusedSchema])
  .meta({ id: 'Change', description: 'One change that a transaction made, by public identifiers.' });

/** Payload of the event: everything that a transaction changed. */
export const changesEventSchema = z
  .strictObject({
    schema: z.literal('changes/1'),
    requestId: requestIdSchema,
    changes: z.array(changeSchema).min(1).max(1000),
  })
  .meta({ id: 'ChangesEvent', description: 'Everything that a transaction changed.' });

/** One change that a transaction made. */
export type Change = z.infer<typeof changeSchema>;

/** Payload of the event. */
export type ChangesEvent = z.infer<typeof changesEventSchema>;
