import { importLicensesResultSchema } from '@shengjing/core';

import { defineRoute } from '../http/route';
import { importOrderSchema, newImportRequest } from '../licenses';
import { replyToWrite, toIdempotencyKey, write } from './reply-to-write';
import { ISSUER_ACCESS, NEW_LICENSE_ERRORS, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

/** POST /v1/licenses/imports */
export const importRoute = defineRoute({
  method: 'post',
  path: '/v1/licenses/imports',
  operationId: 'importLicenses',
  tag: 'Licenses 电子证照',
  summary: { zh: '导入存量证照', en: 'Import licenses from before the chain' },
  access: ISSUER_ACCESS,
  request: { headers: writeHeaders, body: importOrderSchema },
  answers: {
    200: {
      description: {
        zh: '逐件结果；已存在的、生效于证照类型停用之后的跳过。',
        en: 'What became of each; those that exist, and those from after the end of their type, are skipped.',
      },
      schema: importLicensesResultSchema,
      headers: writeAnswerHeaders,
    },
    202: outcomeUnknown,
  },
  errors: [...NEW_LICENSE_ERRORS, 'EFFECTIVE_TIME_INVALID', 'HOLDER_ERASED', ...WRITE_ERRORS],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { caller, identity, services } = context;
    const outcome = await write(context, { requestId, transaction: 'license:importLicenses', body }, (randomness) =>
      newImportRequest({ ledger: services.ledger, identity }, { caller, requestId, order: body, randomness }),
    );
    return replyToWrite(outcome, context, (result) => ({ status: 200, body: result }));
  },
});
