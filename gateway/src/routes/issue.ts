import { type IssueResult, issueResultSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute, type Reply } from '../http/route';
import { issueOrderSchema, RecordedRefusal } from '../licenses';
import { replyToWrite, toIdempotencyKey } from './reply-to-write';
import { outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const [issuedSchema] = issueResultSchema.options;

/** POST /v1/licenses */
export const issueRoute = defineRoute({
  method: 'post',
  path: '/v1/licenses',
  operationId: 'issueLicense',
  tag: 'Licenses 电子证照',
  summary: { zh: '颁发电子证照', en: 'Issue a license' },
  access: { zh: '颁证部门的 issuer。', en: 'Role issuer of the issuing department.' },
  request: { headers: writeHeaders, body: issueOrderSchema },
  answers: {
    201: {
      description: { zh: '已颁发。', en: 'Issued.' },
      schema: issuedSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: [
    'ATTRIBUTE_UNKNOWN',
    'ATTRIBUTE_MISSING',
    'ATTRIBUTE_INVALID',
    'HOLDER_KIND_NOT_ALLOWED',
    'HOLDER_KEY_MISMATCH',
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'ISSUER_NOT_ENTITLED',
    'TYPE_NOT_FOUND',
    'LICENSE_EXISTS',
    'HOLDER_MISMATCH',
    'TYPE_NOT_IN_FORCE',
    'HOLDER_KEY_UNAVAILABLE',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { caller, identity, services } = context;
    const outcome = await services.issueLicense({ caller, identity, requestId, order: body });
    return replyToWrite(outcome, context, (result) => {
      context.scope.txId = result.txId;
      return toReply(result);
    });
  },
});

function toReply(result: IssueResult): Reply {
  if (result.outcome === 'refused') {
    throw new RecordedRefusal(result.code, result.txId);
  }
  return { status: 201, body: result, headers: { Location: `/v1/licenses/${result.identifier}` } };
}
