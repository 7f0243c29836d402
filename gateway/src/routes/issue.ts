import { issueResultSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { issueOrderSchema } from '../licenses';
import { replyUnlessRefused, toIdempotencyKey } from './reply-to-write';
import { NEW_LICENSE_ERRORS, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

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
  errors: [...NEW_LICENSE_ERRORS, 'EFFECTIVE_TIME_INVALID', 'LICENSE_EXISTS', 'TYPE_NOT_IN_FORCE', ...WRITE_ERRORS],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { caller, identity, services } = context;
    const outcome = await services.issueLicense({ caller, identity, requestId, order: body });
    return replyUnlessRefused(outcome, context, (result) => ({
      status: 201,
      body: result,
      headers: { Location: `/v1/licenses/${result.identifier}` },
    }));
  },
});
