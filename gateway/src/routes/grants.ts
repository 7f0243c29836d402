import {
  getGrantRequestSchema,
  getGrantResultSchema,
  giveGrantRequestSchema,
  grantResultSchema,
  listGrantsResultSchema,
  withdrawGrantRequestSchema,
} from '@shengjing/core';
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

const tag = 'Grants 授权用证';
const access = { zh: '任何机构的 clerk 或 issuer。', en: 'Roles clerk and issuer of any organisation.' };
const [doneSchema] = grantResultSchema.options;

const giveGrant = defineRoute({
  method: 'post',
  path: '/v1/licenses/{identifier}/grants',
  operationId: 'giveGrant',
  tag,
  summary: { zh: '登记授权', en: "Record a holder's leave to use a license" },
  access,
  request: {
    params: identifierParams,
    headers: writeHeaders,
    body: giveGrantRequestSchema
      .omit({ requestId: true, identifier: true })
      .meta({ id: 'GrantOrder', description: 'Who may use the license, for what, until when, how often; and the consent.' }),
  },
  answers: {
    201: {
      description: { zh: '已授权。', en: 'Given.' },
      schema: doneSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: [
    'GRANTEE_UNKNOWN',
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'LICENSE_NOT_FOUND',
    'VERSION_NOT_CURRENT',
    'LICENSE_NOT_IN_FORCE',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, params, body }, context) => {
    const outcome = await writeAsAsked(context, headers, 'grant:give', { ...params, ...body });
    return replyUnlessRefused(outcome, context, (result) => ({
      status: 201,
      body: result,
      headers: { Location: `/v1/licenses/${params.identifier}/grants/${result.grantId}` },
    }));
  },
});

const withdrawGrant = defineRoute({
  method: 'post',
  path: '/v1/licenses/{identifier}/grants/{grantId}/withdrawal',
  operationId: 'withdrawGrant',
  tag,
  summary: { zh: '撤回授权', en: 'Withdraw a grant' },
  access,
  request: {
    params: getGrantRequestSchema,
    headers: writeHeaders,
    body: withdrawGrantRequestSchema
      .omit({ requestId: true, identifier: true, grantId: true })
      .meta({ id: 'GrantWithdrawalOrder', description: "The holder's declaration." }),
  },
  answers: {
    200: { description: { zh: '已撤回。', en: 'Withdrawn.' }, schema: doneSchema, headers: writeAnswerHeaders },
    202: outcomeUnknown,
  },
  errors: [
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'LICENSE_NOT_FOUND',
    'GRANT_NOT_FOUND',
    'GRANT_WITHDRAWN',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, params, body }, context) => {
    const outcome = await writeAsAsked(context, headers, 'grant:withdraw', { ...params, ...body });
    return replyUnlessRefused(outcome, context, (result) => ({ status: 200, body: result }));
  },
});

const listGrants = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}/grants',
  operationId: 'listGrants',
  tag,
  summary: { zh: '查询证照的授权', en: 'List the grants of a license' },
  access: EVERY_MEMBER,
  request: { params: identifierParams, query: z.strictObject(pageQuery) },
  answers: { 200: { description: { zh: '一页授权。', en: 'A page of grants.' }, schema: listGrantsResultSchema } },
  errors: ['LICENSE_NOT_FOUND'],
  handle: async ({ params, query }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'grant:list', { ...params, ...query }),
  }),
});

const getGrant = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}/grants/{grantId}',
  operationId: 'getGrant',
  tag,
  summary: { zh: '读取授权', en: 'Read a grant and what became of it' },
  access: EVERY_MEMBER,
  request: { params: getGrantRequestSchema },
  answers: { 200: { description: { zh: '授权及其状态。', en: 'The grant.' }, schema: getGrantResultSchema } },
  errors: ['LICENSE_NOT_FOUND', 'GRANT_NOT_FOUND'],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'grant:get', params),
  }),
});

export const grantRoutes = [giveGrant, withdrawGrant, listGrants, getGrant];
