import { attachSealRequestSchema, operationResultSchema } from '@shengjing/core';

import { defineRoute } from '../http/route';
import { replyUnlessRefused, writeAsAsked } from './reply-to-write';
import {
  identifierParams,
  ISSUER_ACCESS,
  OPERATION_ERRORS,
  outcomeUnknown,
  WRITE_ERRORS,
  writeAnswerHeaders,
  writeHeaders,
} from './shared';

const [doneSchema] = operationResultSchema.options;

const sealOrderSchema = attachSealRequestSchema
  .omit({ requestId: true, identifier: true })
  .meta({ id: 'SealOrder', description: "The issuer's seal, by the digests of the sealed file (签章)." });

/** POST /v1/licenses/{identifier}/seals */
export const sealRoute = defineRoute({
  method: 'post',
  path: '/v1/licenses/{identifier}/seals',
  operationId: 'attachSeal',
  tag: 'Operations 业务操作',
  summary: { zh: '签章', en: "Attach the issuer's seal to a license" },
  access: ISSUER_ACCESS,
  request: { params: identifierParams, headers: writeHeaders, body: sealOrderSchema },
  answers: {
    200: { description: { zh: '已签章。', en: 'Attached.' }, schema: doneSchema, headers: writeAnswerHeaders },
    202: outcomeUnknown,
  },
  errors: [...OPERATION_ERRORS, 'ATTACHMENTS_FULL', ...WRITE_ERRORS],
  handle: async ({ headers, params, body }, context) => {
    const outcome = await writeAsAsked(context, headers, 'license:attachSeal', { ...params, ...body });
    return replyUnlessRefused(outcome, context, (result) => ({ status: 200, body: result }));
  },
});
