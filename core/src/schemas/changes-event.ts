import { z } from 'zod';
import { grantIdSchema } from './grant';
import { licenseOperationSchema, licenseStatusSchema } from './license-record';
import { recordedRefusalSchema } from './recorded-refusal';
import {
  divisionSchema,
  holderRefSchema,
  licenseIdentifierSchema,
  licenseSerialSchema,
  licenseTypeCodeSchema,
  licenseVersionSchema,
  mspIdSchema,
  requestIdSchema,
  usccSchema,
} from './scalars';

/** Name of the one event that a transaction emits. */
export const CHANGES_EVENT = 'shengjing.changes';

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

const typeAmendedSchema = typeRegisteredSchema.extend({ kind: z.literal('license-type-amended') });

const licenseImportedSchema = licenseIssuedSchema.extend({ kind: z.literal('license-imported') });

/** Any other step in the life of a license. */
const licenseOperatedSchema = z.strictObject({
  kind: z.literal('license-operated'),
  identifier: licenseIdentifierSchema.describe('The version that the step made or concerned.'),
  previous: licenseIdentifierSchema.nullable().describe('The version or license that it follows.'),
  operation: licenseOperationSchema,
  status: licenseStatusSchema.describe('Status after the step.'),
  transferTo: divisionSchema.nullable(),
});

const operationRefusedSchema = z.strictObject({
  kind: z.literal('license-operation-refused'),
  identifier: licenseIdentifierSchema,
  operation: licenseOperationSchema,
  code: recordedRefusalSchema,
});

const aboutGrant = {
  identifier: licenseIdentifierSchema,
  grantId: grantIdSchema,
  grantee: usccSchema,
  granteeMspId: mspIdSchema,
  licenseMspId: mspIdSchema.describe("The license's organisation."),
};

const grantGivenSchema = z.strictObject({ kind: z.literal('grant-given'), ...aboutGrant });

const grantRefusedSchema = z.strictObject({
  kind: z.literal('grant-refused'),
  identifier: licenseIdentifierSchema,
  licenseMspId: mspIdSchema,
  code: recordedRefusalSchema,
});

const grantWithdrawnSchema = z.strictObject({ kind: z.literal('grant-withdrawn'), ...aboutGrant });

const licenseUsedSchema = z.strictObject({
  kind: z.literal('license-used'),
  ...aboutGrant,
  department: usccSchema.describe('Department that used it.'),
});

const useRefusedSchema = z.strictObject({
  kind: z.literal('license-use-refused'),
  ...aboutGrant,
  department: usccSchema.describe('Department that wanted to use it.'),
  code: recordedRefusalSchema,
});

const presentedSchema = z.strictObject({
  kind: z.literal('license-presented'),
  identifier: licenseIdentifierSchema,
  licenseMspId: mspIdSchema,
});

const redeemedSchema = z.strictObject({
  kind: z.literal('presentation-redeemed'),
  identifier: licenseIdentifierSchema,
  licenseMspId: mspIdSchema,
});

const presentationRefusedSchema = z.strictObject({
  kind: z.literal('presentation-refused'),
  identifier: licenseIdentifierSchema,
  licenseMspId: mspIdSchema,
  code: recordedRefusalSchema,
});

const holderErasedSchema = z.strictObject({ kind: z.literal('holder-erased'), holderRef: holderRefSchema });

const privatePurgedSchema = z.strictObject({
  kind: z.literal('private-purged'),
  holderRef: holderRefSchema,
  mspId: mspIdSchema,
  remaining: z.int().min(0),
});

const successionAgreedSchema = z.strictObject({
  kind: z.literal('succession-agreed'),
  district: mspIdSchema,
  mspId: mspIdSchema.describe('Organisation that agreed.'),
});

/** One change that a transaction made. */
export const changeSchema = z
  .discriminatedUnion('kind', [
    typeRegisteredSchema,
    typeAmendedSchema,
    licenseIssuedSchema,
    issueRefusedSchema,
    licenseImportedSchema,
    licenseOperatedSchema,
    operationRefusedSchema,
    grantGivenSchema,
    grantRefusedSchema,
    grantWithdrawnSchema,
    licenseUsedSchema,
    useRefusedSchema,
    presentedSchema,
    redeemedSchema,
    presentationRefusedSchema,
    holderErasedSchema,
    privatePurgedSchema,
    successionAgreedSchema,
  ])
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
