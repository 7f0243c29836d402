import { txIdSchema } from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { transactionSchema } from './shared';

/** GET /v1/transactions/{txId} */
export const transactionRoute = defineRoute({
  method: 'get',
  path: '/v1/transactions/{txId}',
  operationId: 'getTransaction',
  tag: 'Transactions 交易',
  summary: { zh: '查询交易结果', en: 'Ask what became of a transaction' },
  access: { zh: '通道内任何机构的人员。', en: 'Anyone of an organisation of the channel.' },
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
