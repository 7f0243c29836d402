import { getGrantRequestSchema, listUsesResultSchema, useRequestSchema, useResultSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { replyUnlessRefused, writeAsAsked } from './reply-to-write';
import {
  EVERY_MEMBER,
  identifierParams,
  outcomeUnknown,
  pageQuery,
  WRITE_ERRORS,
  writeAnswerHeaders,
  writeHeaders,
} from './shared';

const tag = 'Uses 用证';
const [usedSchema] = useResultSchema.options;

const useLicense = defineRoute({
  method: 'post',
  path: '/v1/licenses/{identifier}/grants/{grantId}/uses',
  operationId: 'useLicense',
  tag,
  summary: { zh: '用证', en: 'Use a license under a grant' },
  access: { zh: '被授权部门的 clerk 或 issuer。', en: 'Roles clerk and issuer of the department that holds the grant.' },
  request: {
    params: getGrantRequestSchema,
    headers: writeHeaders,
    body: useRequestSchema
      .omit({ requestId: true, identifier: true, grantId: true })
      .meta({ id: 'UseOrder', description: 'What the license is used for.' }),
  },
  answers: {
    201: {
      description: { zh: '已记录用证。', en: 'Used, and the use recorded.' },
      schema: usedSchema,
      headers: writeAnswerHeaders,
    },
    202: outcomeUnknown,
  },
  errors: [
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'LICENSE_NOT_FOUND',
    'GRANT_NOT_FOUND',
    'USE_OUT_OF_SCOPE',
    'GRANT_WITHDRAWN',
    'GRANT_EXPIRED',
    'LICENSE_NOT_IN_FORCE',
    'GRANT_EXHAUSTED',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, params, body }, context) => {
    const outcome = await writeAsAsked(context, headers, 'grant:use', { ...params, ...body });
    return replyUnlessRefused(outcome, context, (result) => ({ status: 201, body: result }));
  },
});

const listUses = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}/uses',
  operationId: 'listUses',
  tag,
  summary: { zh: '查询用证记录', en: 'List the uses of a license, refused ones included' },
  access: EVERY_MEMBER,
  request: { params: identifierParams, query: z.strictObject(pageQuery) },
  answers: {
    200: { description: { zh: '一页用证记录，由早到晚。', en: 'A page of uses, the oldest first.' }, schema: listUsesResultSchema },
  },
  errors: ['LICENSE_NOT_FOUND'],
  handle: async ({ params, query }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'grant:listUses', { ...params, ...query }),
  }),
});

export const useRoutes = [useLicense, listUses];
