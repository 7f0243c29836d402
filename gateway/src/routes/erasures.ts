import {
  CodedError,
  erasureReasonSchema,
  type FindHolderResult,
  getErasureRequestSchema,
  getErasureResultSchema,
  type HolderMapping,
  holderIdSchema,
  holderValueSchema,
  idTypeSchema,
  parseRequest,
  parseValue,
  purgeResultSchema,
  TRANSIENT_HOLDER,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { findHolder } from '../licenses';
import { replyToWrite, toIdempotencyKey, write } from './reply-to-write';
import { EVERY_MEMBER, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const tag = 'Erasure 个人信息清除';
const MAX_ID_LENGTH = 32;

const erasureOrderSchema = z
  .strictObject({
    idType: idTypeSchema,
    idNumber: z.string().min(1).max(MAX_ID_LENGTH).describe('Identity number of the holder.'),
    reason: erasureReasonSchema,
  })
  .meta({ id: 'ErasureOrder', description: 'Who is to be erased, and why. Personal data.' });

const eraseHolder = defineRoute({
  method: 'post',
  path: '/v1/erasures',
  operationId: 'eraseHolder',
  tag,
  summary: { zh: '清除持有主体的个人信息', en: 'Erase a holder' },
  access: { zh: '市级机构的 admin。', en: 'Role admin of the city.' },
  request: { headers: writeHeaders, body: erasureOrderSchema },
  answers: {
    201: {
      description: {
        zh: '已决定清除，市级机构的数据已清除；各相关机构应随后清除。',
        en: 'Erased, and purged at the city; the other parties are to purge what they keep.',
      },
      schema: purgeResultSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: [
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'HOLDER_NOT_FOUND',
    'HOLDER_ERASED',
    'HOLDER_KEY_MISMATCH',
    'HOLDER_MISMATCH',
    'HOLDER_KEY_UNAVAILABLE',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { identity, services } = context;
    const { reason, ...id } = body;
    const holderId = parseValue(holderIdSchema, id);
    const outcome = await write(context, { requestId, transaction: 'holder:erase', body }, async () => {
      const { holderRef, mapping } = toKnownHolder(await findHolder({ ledger: services.ledger, identity }, holderId));
      return { argument: { requestId, holderRef, reason }, transient: { [TRANSIENT_HOLDER]: mapping } };
    });
    return replyToWrite(outcome, context, (result) => ({
      status: 201,
      body: result,
      headers: { Location: `/v1/erasures/${result.holderRef}` },
    }));
  },
});

const purgeHolder = defineRoute({
  method: 'post',
  path: '/v1/erasures/{holderRef}/purges',
  operationId: 'purgeHolder',
  tag,
  summary: { zh: '清除本机构保存的个人信息', en: 'Purge what the own organisation keeps of an erased holder' },
  access: { zh: '任何机构的 admin，仅限本机构的数据。', en: "Role admin of any organisation, for its own organisation's data." },
  request: { params: getErasureRequestSchema, headers: writeHeaders },
  answers: {
    200: {
      description: { zh: '清除数量与剩余数量；剩余不为零时须再次清除。', en: 'How much was purged and how much remains; purge again until nothing does.' },
      schema: purgeResultSchema,
      headers: writeAnswerHeaders,
    },
    202: outcomeUnknown,
  },
  errors: ['FORBIDDEN_ORGANISATION', 'FORBIDDEN_DEPARTMENT', 'ERASURE_NOT_FOUND', ...WRITE_ERRORS],
  handle: async ({ headers, params }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const outcome = await write(context, { requestId, transaction: 'holder:purge', body: params }, () => ({
      argument: { requestId, ...params },
    }));
    return replyToWrite(outcome, context, (result) => ({ status: 200, body: result }));
  },
});

const getErasure = defineRoute({
  method: 'get',
  path: '/v1/erasures/{holderRef}',
  operationId: 'getErasure',
  tag,
  summary: { zh: '查询清除进度', en: 'Ask what is left of an erased holder' },
  access: EVERY_MEMBER,
  request: { params: getErasureRequestSchema },
  answers: {
    200: { description: { zh: '各机构剩余数量。', en: 'What each party still keeps.' }, schema: getErasureResultSchema },
  },
  errors: ['ERASURE_NOT_FOUND'],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'holder:getErasure', params),
  }),
});

export const erasureRoutes = [eraseHolder, purgeHolder, getErasure];

/** @throws CodedError HOLDER_NOT_FOUND when the city keeps nothing of the holder. */
function toKnownHolder({ key, keyVersion, value }: FindHolderResult): {
  readonly holderRef: string;
  readonly mapping: HolderMapping;
} {
  if (value === null) {
    throw new CodedError('HOLDER_NOT_FOUND');
  }
  const { holderRef } = parseRequest(holderValueSchema, value);
  return { holderRef, mapping: { schema: 'holder-mapping/1', key, keyVersion, value, known: true } };
}
