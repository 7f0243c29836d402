import { operationResultSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { findHolder, newIssueRequest, toPrivateTransient, transferInOrderSchema } from '../licenses';
import { replyUnlessRefused, toIdempotencyKey, write } from './reply-to-write';
import { NEW_LICENSE_ERRORS, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const [doneSchema] = operationResultSchema.options;

/** POST /v1/licenses/inward-transfers */
export const inwardTransferRoute = defineRoute({
  method: 'post',
  path: '/v1/licenses/inward-transfers',
  operationId: 'transferLicenseIn',
  tag: 'Operations 业务操作',
  summary: { zh: '转入', en: 'Take a license over from another district' },
  access: { zh: '接收区县颁证部门的 issuer。', en: 'Role issuer of the department that takes it over.' },
  request: { headers: writeHeaders, body: transferInOrderSchema },
  answers: {
    201: {
      description: { zh: '已转入。', en: 'Taken over, under an identifier of its own.' },
      schema: doneSchema,
      headers: writeAnswerHeaders.extend({ Location: z.string() }),
    },
    202: outcomeUnknown,
  },
  errors: [
    ...NEW_LICENSE_ERRORS,
    'EFFECTIVE_TIME_INVALID',
    'LICENSE_NOT_FOUND',
    'LICENSE_EXISTS',
    'HOLDER_ERASED',
    'TRANSFER_NOT_OFFERED',
    'TRANSFER_TAKEN',
    'VALIDITY_ENDED',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { caller, identity, services } = context;
    const { previous, ...order } = body;
    const outcome = await write(context, { requestId, transaction: 'license:transferIn', body }, async (randomness) => {
      const lookup = await findHolder({ ledger: services.ledger, identity }, order.holder);
      const { argument, ...parts } = newIssueRequest({ caller, requestId, order, lookup, randomness });
      return { argument: { ...argument, previous }, transient: toPrivateTransient(parts) };
    });
    return replyUnlessRefused(outcome, context, (result) => ({
      status: 201,
      body: result,
      headers: { Location: `/v1/licenses/${result.identifier}` },
    }));
  },
});
