import { z } from 'zod';
import { MAX_ATTRIBUTES } from '../attribute';
import { digestsSchema, optionalDigestsSchema } from '../digest';
import { holderKindSchema } from '../holder';
import { licenseOperationSchema, licenseStatusSchema, provenanceSchema, type LicenseRecord, type TraceStep } from '../license-record';
import { MAX_PAGE_SIZE, nextBookmarkSchema } from '../page';
import {
  dateSchema,
  divisionSchema,
  holderRefSchema,
  instantSchema,
  licenseIdentifierSchema,
  licenseSerialSchema,
  licenseTypeCodeSchema,
  licenseVersionSchema,
  mspIdSchema,
  txIdSchema,
  usccSchema,
} from '../scalars';

/** The first form of a license's public record. */
export const licenseRecord1Schema = z
  .strictObject({
    schema: z.literal('license/1'),
    identifier: licenseIdentifierSchema,
    type: licenseTypeCodeSchema,
    typeVersion: z.int().min(1).describe('Version of the type definition that the attributes follow.'),
    issuer: usccSchema,
    serial: licenseSerialSchema,
    version: licenseVersionSchema,
    mspId: mspIdSchema.describe('Organisation of the issuer.'),
    division: divisionSchema,
    holderRef: holderRefSchema,
    holderKind: holderKindSchema,
    status: licenseStatusSchema,
    validFrom: dateSchema.describe('First day of validity.'),
    validUntil: dateSchema.nullable().describe('Last day of validity, or null.'),
    effectiveAt: instantSchema.describe('When the issue took effect, as the issuer says.'),
    recordedAt: instantSchema.describe('Transaction time, bound by the endorsers to their clocks.'),
    provenance: provenanceSchema,
    fileDigests: optionalDigestsSchema,
    attributeRoots: digestsSchema.describe('Roots of the attribute commitments.'),
    attributeCount: z.int().min(1).max(MAX_ATTRIBUTES).describe('Number of leaves under each root.'),
    txId: txIdSchema,
  })
  .meta({ id: 'LicenseRecord1', description: 'Public record of a license version. It holds no personal data.' });

/** The first form of a step. */
export const traceStep1Schema = z
  .strictObject({
    schema: z.literal('license-step/1'),
    step: z.int().min(1).describe('Number of the step, from 1.'),
    identifier: licenseIdentifierSchema.describe('The version that the step made or concerned.'),
    operation: licenseOperationSchema,
    status: licenseStatusSchema.describe('Status after the step.'),
    effectiveAt: instantSchema,
    recordedAt: instantSchema,
    mspId: mspIdSchema.describe('Organisation that acted.'),
    division: divisionSchema,
    department: usccSchema,
    role: z.string().regex(/^[a-z]{1,32}$/u).describe('Role in which the person acted.'),
    txId: txIdSchema,
  })
  .meta({ id: 'TraceStep1', description: 'One step in the life of a license (追溯).' });

/** The first form of a page of licenses. */
export const licensePage1Schema = z.strictObject({
  schema: z.literal('license-page/1'),
  items: z.array(licenseRecord1Schema).max(MAX_PAGE_SIZE),
  bookmark: nextBookmarkSchema,
});

/** The first form of a page of steps. */
export const licenseTrace1Schema = z.strictObject({
  schema: z.literal('license-trace/1'),
  items: z.array(traceStep1Schema).max(MAX_PAGE_SIZE),
  bookmark: nextBookmarkSchema,
});

/** The first form of a license's public record. */
export type LicenseRecord1 = z.infer<typeof licenseRecord1Schema>;

/** The first form of a step. */
export type TraceStep1 = z.infer<typeof traceStep1Schema>;

/** A license's public record in the current form: what the first form did not have had not happened. */
export function toCurrentLicense(record: LicenseRecord1 | LicenseRecord): LicenseRecord {
  if (record.schema === 'license/2') {
    return record;
  }
  return {
    ...record,
    schema: 'license/2',
    previous: null,
    next: null,
    lastStep: 1,
    lastEffectiveAt: record.effectiveAt,
    statusReason: null,
    transferTo: null,
    seals: [],
    importedFrom: null,
  };
}

/** A step in the current form. */
export function toCurrentStep(step: TraceStep1 | TraceStep): TraceStep {
  return step.schema === 'license-step/2'
    ? step
    : { ...step, schema: 'license-step/2', previous: null, reason: null, decisionDigests: [], transferTo: null };
}
