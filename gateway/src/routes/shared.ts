import {
  bookmarkSchema,
  type ErrorCode,
  licenseIdentifierSchema,
  MAX_PAGE_SIZE,
  pageSizeSchema,
  requestIdSchema,
  txIdSchema,
} from '@shengjing/core';
import { z } from 'zod';

import type { RouteAnswer } from '../http/route';

const DEFAULT_PAGE_SIZE = 20;

/** `{identifier}` in a path. */
export const identifierParams = z.strictObject({ identifier: licenseIdentifierSchema });

/** Query parameters of a page. */
export const pageQuery = {
  pageSize: z
    .string()
    .regex(/^[0-9]{1,3}$/u)
    .transform(Number)
    .pipe(pageSizeSchema)
    .default(DEFAULT_PAGE_SIZE)
    .meta({
      description: 'Most items of the page.',
      override: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, pattern: undefined, default: DEFAULT_PAGE_SIZE },
    }),
  bookmark: bookmarkSchema.optional(),
};

/** Headers of a write. */
export const writeHeaders = z.object({
  'idempotency-key': requestIdSchema
    .optional()
    .describe('The same key with the same body has no second effect; by default the id of this request.'),
});

/** Headers of the answer to a write. */
export const writeAnswerHeaders = z.object({ 'Idempotency-Key': requestIdSchema.describe('The key that was used.') });

/** The state of a transaction. */
export const transactionSchema = z
  .discriminatedUnion('state', [
    z.strictObject({
      schema: z.literal('transaction/1'),
      txId: txIdSchema,
      state: z.literal('committed').describe('In a block and valid.'),
      blockNumber: z.int().min(0),
    }),
    z.strictObject({
      schema: z.literal('transaction/1'),
      txId: txIdSchema,
      state: z.literal('invalid').describe('In a block, found invalid, without effect.'),
      blockNumber: z.int().min(0),
      validationCode: z.string().describe('Validation code of Fabric, as in MVCC_READ_CONFLICT.'),
    }),
    z.strictObject({
      schema: z.literal('transaction/1'),
      txId: txIdSchema,
      state: z.literal('unknown').describe('Not seen in a block yet. It may still be committed.'),
    }),
  ])
  .meta({ id: 'Transaction', description: 'What the ledger says of a transaction.' });

/** The answer to a write whose outcome is not known in time. */
export const outcomeUnknown: RouteAnswer = {
  description: {
    zh: '交易已落盘并持续提交，结果尚未确定：请查询 Location 或 Link，或以相同的 Idempotency-Key 重试。',
    en: 'Stored, and sent until its outcome is known, which it is not yet: ask at Location or Link, or repeat it with the same Idempotency-Key.',
  },
  schema: transactionSchema,
  headers: writeAnswerHeaders.extend({
    Location: z.string(),
    Link: z.string().describe('Where to ask by the idempotency key, with relation type `status` (RFC 8631).'),
  }),
};

/** Codes that every write can answer. */
export const WRITE_ERRORS = [
  'TIME_SKEWED',
  'FORBIDDEN_DIVISION',
  'FORBIDDEN_ROLE',
  'REQUEST_REUSED',
  'WRITE_CONFLICT',
  'ENDORSEMENT_POLICY_FAILURE',
  'ENDORSEMENT_UNAVAILABLE',
  'ORDERER_UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

/** Codes that every transaction with the private part of a new license or version can answer. */
export const NEW_LICENSE_ERRORS = [
  'ATTRIBUTE_UNKNOWN',
  'ATTRIBUTE_MISSING',
  'ATTRIBUTE_INVALID',
  'HOLDER_KIND_NOT_ALLOWED',
  'HOLDER_KEY_MISMATCH',
  'FORBIDDEN_ORGANISATION',
  'FORBIDDEN_DEPARTMENT',
  'ISSUER_NOT_ENTITLED',
  'TYPE_NOT_FOUND',
  'HOLDER_MISMATCH',
  'HOLDER_KEY_UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

/** Codes that every operation on a license can answer. */
export const OPERATION_ERRORS = [
  'EFFECTIVE_TIME_INVALID',
  'FORBIDDEN_ORGANISATION',
  'FORBIDDEN_DEPARTMENT',
  'LICENSE_NOT_FOUND',
  'STATUS_NOT_ALLOWED',
  'VERSION_NOT_CURRENT',
] as const satisfies readonly ErrorCode[];

/** Who may operate on a license. */
export const ISSUER_ACCESS = { zh: '颁证部门的 issuer。', en: 'Role issuer of the issuing department.' };

/** Who may read what is public. */
export const EVERY_MEMBER = { zh: '通道内任何机构的人员。', en: 'Anyone of an organisation of the channel.' };
