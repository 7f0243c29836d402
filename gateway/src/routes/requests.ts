import { CodedError, requestIdSchema, txIdSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';

const common = {
  schema: z.literal('request/1'),
  requestId: requestIdSchema,
  transaction: z.string().describe('Contract and transaction, as in `license:issue`.'),
};

const requestSchema = z
  .discriminatedUnion('state', [
    z.strictObject({
      ...common,
      state: z.literal('settled').describe('On the ledger.'),
      result: z.record(z.string(), z.unknown()).describe("The contract's answer, refusals that it recorded included."),
    }),
    z.strictObject({
      ...common,
      state: z.literal('pending').describe('Being written; the gateway goes on until the outcome is known.'),
      txId: txIdSchema.optional().describe('The transaction, as soon as it is endorsed.'),
    }),
    z.strictObject({
      ...common,
      state: z
        .literal('resend')
        .describe('Not written as far as is known, and no longer remembered: send the same request again.'),
    }),
  ])
  .meta({ id: 'Request', description: "What is known of a write under its caller's idempotency key." });

/** GET /v1/requests/{requestId} */
export const requestRoute = defineRoute({
  method: 'get',
  path: '/v1/requests/{requestId}',
  operationId: 'getRequest',
  tag: 'Transactions 交易',
  summary: { zh: '按幂等键查询写请求结果', en: 'Ask what became of a write, by its idempotency key' },
  access: { zh: '发出该请求的人员。', en: 'The person who sent it.' },
  request: { params: z.strictObject({ requestId: requestIdSchema }) },
  answers: {
    200: { description: { zh: '写请求的状态。', en: 'The state of the write.' }, schema: requestSchema },
  },
  errors: ['NOT_FOUND'],
  handle: async ({ params: { requestId } }, { caller, scope, services }) => {
    scope.idempotencyKey = requestId;
    const state = await services.writes.find(caller, requestId);
    if (!state) {
      throw new CodedError('NOT_FOUND');
    }
    return { status: 200, body: { schema: 'request/1', requestId, ...state } };
  },
});
