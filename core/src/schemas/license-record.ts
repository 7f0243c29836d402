import { z } from 'zod';
import { LICENSE_OPERATION_CODES, LICENSE_STATUS_CODES } from '../licenses/license-codes';
import { OPERATION_REASON_CODES } from '../licenses/operations';
import { MAX_ATTRIBUTES } from './attribute';
import { digestsSchema, optionalDigestsSchema } from './digest';
import { holderKindSchema } from './holder';
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
} from './scalars';

/** Status of a license. */
export const licenseStatusSchema = z.enum(LICENSE_STATUS_CODES).meta({
  id: 'LicenseStatus',
  description: 'Status code: 01 有效, 02 暂扣, 03 撤销, 04 注销, 05 失效, 06 办理转出, 07 吊销, 99 其他.',
  example: '01',
});

/** Operation on a license. */
export const licenseOperationSchema = z.enum(LICENSE_OPERATION_CODES).meta({
  id: 'LicenseOperation',
  description:
    'Operation code: 01 新发, 02 延续, 03 暂扣, 04 过期失效, 05 注销/撤销/吊销/转出, 06 暂扣发还, 07 其他, 08 转入, ' +
    '09 变更, 10 取消转出.',
  example: '01',
});

/** Why an operation was carried out. */
export const operationReasonSchema = z.enum(OPERATION_REASON_CODES).meta({
  id: 'OperationReason',
  description: 'Reason of an operation; which reasons an operation has is in the table of operations.',
  example: 'ON_REQUEST',
});

/** Name of a system outside. */
export const sourceSystemSchema = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/u).meta({
  id: 'SourceSystem',
  description: 'Name of a system outside the chain, 1 to 64 of A-Z a-z 0-9 . _ -.',
  example: 'heping-licensing-2019',
});

/** How a license came onto the ledger. */
export const provenanceSchema = z.enum(['issued', 'imported']).meta({
  id: 'Provenance',
  description: 'issued on the chain, or imported from before it (存量).',
  example: 'issued',
});

/** Most seals of one version of a license. */
export const MAX_SEALS = 8;

/** A seal that the issuer has attached. */
export const sealSchema = z
  .strictObject({
    mediaType: z.string().regex(/^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/u).describe('Media type of the sealed file.'),
    digests: digestsSchema.describe('Digests of the sealed file.'),
    attachedAt: instantSchema.describe('When the seal took effect, as the issuer says.'),
    txId: txIdSchema,
  })
  .meta({ id: 'Seal', description: "The issuer's seal on a version of a license (签章), by its digests." });

/** The public record of one version of a license. */
export const licenseRecordSchema = z
  .strictObject({
    schema: z.literal('license/2'),
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
    effectiveAt: instantSchema.describe('When this version took effect, as the issuer says.'),
    recordedAt: instantSchema.describe('Transaction time, bound by the endorsers to their clocks.'),
    provenance: provenanceSchema,
    fileDigests: optionalDigestsSchema,
    attributeRoots: digestsSchema.describe('Roots of the attribute commitments.'),
    attributeCount: z.int().min(1).max(MAX_ATTRIBUTES).describe('Number of leaves under each root.'),
    txId: txIdSchema,
    previous: licenseIdentifierSchema.nullable().describe('Version that this one follows, or license that it was transferred from.'),
    next: licenseIdentifierSchema.nullable().describe('Version that has replaced this one; null on the current one.'),
    lastStep: z.int().min(1).describe('Number of the last step in the life of the license that concerned this version.'),
    lastEffectiveAt: instantSchema.describe('When that step took effect.'),
    statusReason: operationReasonSchema.nullable().describe('Reason of the last change of status.'),
    transferTo: divisionSchema.nullable().describe('Division that the license is being transferred to.'),
    seals: z.array(sealSchema).max(MAX_SEALS),
    importedFrom: sourceSystemSchema.nullable().describe('System that an imported license comes from.'),
  })
  .meta({ id: 'LicenseRecord', description: 'Public record of a license version. It holds no personal data.' });

/** One step in the life of a license. */
export const traceStepSchema = z
  .strictObject({
    schema: z.literal('license-step/2'),
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
    previous: licenseIdentifierSchema.nullable().describe('Version that the step has replaced, or license that it was transferred from.'),
    reason: operationReasonSchema.nullable(),
    decisionDigests: optionalDigestsSchema.describe('Digests of the decision that the step rests on.'),
    transferTo: divisionSchema.nullable(),
  })
  .meta({ id: 'TraceStep', description: 'One step in the life of a license (追溯).' });

/** A seal that the issuer has attached. */
export type Seal = z.infer<typeof sealSchema>;

/** The public record of one version of a license. */
export type LicenseRecord = z.infer<typeof licenseRecordSchema>;

/** One step in the life of a license. */
export type TraceStep = z.infer<typeof traceStepSchema>;
