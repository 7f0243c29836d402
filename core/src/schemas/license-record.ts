import { z } from 'zod';
import { LICENSE_OPERATION_CODES, LICENSE_STATUS_CODES } from '../licenses/license-codes';
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

/** How a license came onto the ledger. */
export const provenanceSchema = z.enum(['issued', 'imported']).meta({
  id: 'Provenance',
  description: 'issued on the chain, or imported from before it (存量).',
  example: 'issued',
});

/** The public record of one version of a license. */
export const licenseRecordSchema = z
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
  .meta({ id: 'LicenseRecord', description: 'Public record of a license version. It holds no personal data.' });

/** One step in the life of a license. */
export const traceStepSchema = z
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
  .meta({ id: 'TraceStep', description: 'One step in the life of a license (追溯).' });

/** The public record of one version of a license. */
export type LicenseRecord = z.infer<typeof licenseRecordSchema>;

/** One step in the life of a license. */
export type TraceStep = z.infer<typeof traceStepSchema>;
