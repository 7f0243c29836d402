import { verifyRequestSchema, verifyResultSchema } from '@shengjing/core';

import { defineRoute } from '../http/route';
import { EVERY_MEMBER } from './shared';

/** POST /v1/verifications: nothing is written, but what is shown may be personal and has no place in a URL. */
export const verifyRoute = defineRoute({
  method: 'post',
  lane: 'read',
  path: '/v1/verifications',
  operationId: 'verifyLicense',
  tag: 'Verification 核验',
  summary: { zh: '核验电子证照', en: 'Verify a license' },
  access: EVERY_MEMBER,
  request: { body: verifyRequestSchema },
  answers: {
    200: { description: { zh: '逐项结论。', en: 'Separate named verdicts.' }, schema: verifyResultSchema },
  },
  errors: [],
  handle: async ({ body }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:verify', body),
  }),
});
