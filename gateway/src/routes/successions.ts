import {
  agreeSuccessionRequestSchema,
  agreeSuccessionResultSchema,
  getSuccessionRequestSchema,
  getSuccessionResultSchema,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { replyToWrite, toIdempotencyKey, write } from './reply-to-write';
import { EVERY_MEMBER, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const tag = 'Succession 承接';

const agreeSuccession = defineRoute({
  method: 'post',
  path: '/v1/successions',
  operationId: 'agreeSuccession',
  tag,
  summary: { zh: '同意由市级机构代为办理', en: 'Agree that the city acts for a district that is gone' },
  access: { zh: '其他区县的 admin。', en: 'Role admin of another district.' },
  request: {
    headers: writeHeaders,
    body: agreeSuccessionRequestSchema
      .omit({ requestId: true })
      .meta({ id: 'SuccessionOrder', description: 'The district that is gone.' }),
  },
  answers: {
    201: {
      description: { zh: '已记录同意。', en: 'The agreement was recorded.' },
      schema: agreeSuccessionResultSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: ['FORBIDDEN_ORGANISATION', 'FORBIDDEN_DEPARTMENT', ...WRITE_ERRORS],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const outcome = await write(context, { requestId, transaction: 'license:agreeSuccession', body }, () => ({
      argument: { requestId, ...body },
    }));
    return replyToWrite(outcome, context, (result) => ({
      status: 201,
      body: result,
      headers: { Location: `/v1/successions/${result.district}` },
    }));
  },
});

const getSuccession = defineRoute({
  method: 'get',
  path: '/v1/successions/{district}',
  operationId: 'getSuccession',
  tag,
  summary: { zh: '查询各区县的同意', en: 'Ask who has agreed' },
  access: EVERY_MEMBER,
  request: { params: getSuccessionRequestSchema },
  answers: {
    200: { description: { zh: '已同意的区县。', en: 'Who has agreed.' }, schema: getSuccessionResultSchema },
  },
  errors: [],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:getSuccession', params),
  }),
});

export const successionRoutes = [agreeSuccession, getSuccession];
