import { txIdSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { EVERY_MEMBER, transactionSchema } from './shared';

/** GET /v1/transactions/{txId} */
export const transactionRoute = defineRoute({
  method: 'get',
  path: '/v1/transactions/{txId}',
  operationId: 'getTransaction',
  tag: 'Transactions 交易',
  summary: { zh: '查询交易结果', en: 'Ask what became of a transaction' },
  access: EVERY_MEMBER,
  request: { params: z.strictObject({ txId: txIdSchema }) },
  answers: {
    200: { description: { zh: '交易状态。', en: 'The state of the transaction.' }, schema: transactionSchema },
  },
  errors: [],
  handle: async ({ params: { txId } }, { identity, scope, services }) => {
    scope.txId = txId;
    const state = await services.ledger.transactionState(await identity(), txId);
    return { status: 200, body: { schema: 'transaction/1', txId, ...state } };
  },
});
