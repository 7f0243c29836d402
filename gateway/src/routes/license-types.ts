import {
  amendTypeRequestSchema,
  CodedError,
  getTypeRequestSchema,
  getTypeResultSchema,
  licenseTypeSchema,
  listTypesResultSchema,
  type RegisterTypeResult,
  registerTypeResultSchema,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute, type Reply } from '../http/route';
import { replyToWrite, toIdempotencyKey, write } from './reply-to-write';
import { EVERY_MEMBER, outcomeUnknown, pageQuery, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const tag = 'License types 证照类型';

const registerType = defineRoute({
  method: 'post',
  path: '/v1/license-types',
  operationId: 'registerLicenseType',
  tag,
  summary: { zh: '登记证照类型', en: 'Register a license type' },
  access: { zh: '市级机构的 admin。', en: 'Role admin of the city.' },
  request: { headers: writeHeaders, body: licenseTypeSchema },
  answers: {
    201: {
      description: { zh: '已登记。', en: 'Registered.' },
      schema: registerTypeResultSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: ['FORBIDDEN_ORGANISATION', 'TYPE_EXISTS', ...WRITE_ERRORS],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const outcome = await write(context, { requestId, transaction: 'license:registerType', body }, () => ({
      argument: { requestId, type: body },
    }));
    return replyToWrite(outcome, context, toTypeReply);
  },
});

const amendType = defineRoute({
  method: 'post',
  path: '/v1/license-types/{code}/amendments',
  operationId: 'amendLicenseType',
  tag,
  summary: { zh: '修订证照类型', en: 'Amend a license type' },
  access: { zh: '市级机构的 admin。', en: 'Role admin of the city.' },
  request: {
    params: getTypeRequestSchema,
    headers: writeHeaders,
    body: amendTypeRequestSchema
      .omit({ requestId: true })
      .meta({ id: 'TypeAmendment', description: 'The definition anew, whole, and the version that it amends.' }),
  },
  answers: {
    201: {
      description: { zh: '已修订。', en: 'Amended.' },
      schema: registerTypeResultSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: ['FORBIDDEN_ORGANISATION', 'FORBIDDEN_DEPARTMENT', 'TYPE_NOT_FOUND', 'TYPE_VERSION_STALE', ...WRITE_ERRORS],
  handle: async ({ headers, params, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    assertSameCode(params.code, body.type.code);
    const outcome = await write(context, { requestId, transaction: 'license:amendType', body }, () => ({
      argument: { requestId, ...body },
    }));
    return replyToWrite(outcome, context, toTypeReply);
  },
});

/** @throws CodedError INVALID_INPUT when the definition is another type's than the path's. */
function assertSameCode(inPath: string, inBody: string): void {
  if (inPath !== inBody) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'type.code', issue: 'not-the-code-in-the-path' }] });
  }
}

function toTypeReply(result: RegisterTypeResult): Reply {
  return { status: 201, body: result, headers: { Location: `/v1/license-types/${result.code}` } };
}

const listTypes = defineRoute({
  method: 'get',
  path: '/v1/license-types',
  operationId: 'listLicenseTypes',
  tag,
  summary: { zh: '查询证照类型', en: 'List license types' },
  access: EVERY_MEMBER,
  request: { query: z.strictObject(pageQuery) },
  answers: {
    200: { description: { zh: '一页证照类型。', en: 'A page of license types.' }, schema: listTypesResultSchema },
  },
  errors: [],
  handle: async ({ query }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:listTypes', query),
  }),
});

const getType = defineRoute({
  method: 'get',
  path: '/v1/license-types/{code}',
  operationId: 'getLicenseType',
  tag,
  summary: { zh: '读取证照类型', en: 'Read a license type' },
  access: EVERY_MEMBER,
  request: { params: getTypeRequestSchema },
  answers: {
    200: { description: { zh: '证照类型。', en: 'The license type.' }, schema: getTypeResultSchema },
  },
  errors: ['TYPE_NOT_FOUND'],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:getType', params),
  }),
});

export const licenseTypeRoutes = [registerType, amendType, listTypes, getType];
