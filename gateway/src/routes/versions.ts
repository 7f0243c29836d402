import { type ErrorCode, type OperationResult, operationResultSchema, type RequestOf } from '@shengjing/core';
import { z } from 'zod';

import { type Bilingual, defineRoute, type Reply, type Route } from '../http/route';
import { changeOrderSchema, findHolder, newPrivateParts, renewOrderSchema, toPrivateTransient } from '../licenses';
import { replyUnlessRefused, toIdempotencyKey, write } from './reply-to-write';
import {
  identifierParams,
  ISSUER_ACCESS,
  NEW_LICENSE_ERRORS,
  OPERATION_ERRORS,
  outcomeUnknown,
  WRITE_ERRORS,
  writeAnswerHeaders,
  writeHeaders,
} from './shared';

const [doneSchema] = operationResultSchema.options;

/** What tells the operations apart that make a new version. */
interface VersionRoute {
  readonly transaction: 'license:change' | 'license:renew';
  readonly path: string;
  readonly operationId: string;
  readonly summary: Bilingual;
  readonly body: typeof changeOrderSchema | typeof renewOrderSchema;
  readonly errors: readonly ErrorCode[];
}

/** The routes that make a new version of a license. */
export const versionRoutes = [
  newVersionRoute({
    transaction: 'license:change',
    path: '/v1/licenses/{identifier}/changes',
    operationId: 'changeLicense',
    summary: { zh: '变更', en: 'Change a license' },
    body: changeOrderSchema,
    errors: [],
  }),
  newVersionRoute({
    transaction: 'license:renew',
    path: '/v1/licenses/{identifier}/renewals',
    operationId: 'renewLicense',
    summary: { zh: '延续', en: 'Renew a license' },
    body: renewOrderSchema,
    errors: ['VALIDITY_NOT_EXTENDED'],
  }),
];

function newVersionRoute({ transaction, errors, body: schema, ...description }: VersionRoute): Route {
  return defineRoute({
    method: 'post',
    ...description,
    tag: 'Operations 业务操作',
    access: ISSUER_ACCESS,
    request: { params: identifierParams, headers: writeHeaders, body: schema },
    answers: {
      201: {
        description: { zh: '已生成新版本。', en: 'There is a new version.' },
        schema: doneSchema,
        headers: writeAnswerHeaders.extend({ Location: z.string() }),
      },
      202: outcomeUnknown,
    },
    errors: [
      ...NEW_LICENSE_ERRORS,
      ...OPERATION_ERRORS,
      'VERSIONS_EXHAUSTED',
      'HOLDER_ERASED',
      'VALIDITY_ENDED',
      ...errors,
      ...WRITE_ERRORS,
    ],
    handle: async ({ headers, params, body }, context) => {
      const requestId = toIdempotencyKey(headers, context);
      const { identity, services } = context;
      const outcome = await write(context, { requestId, transaction, body: { ...params, ...body } }, async (randomness) => {
        const { holder, attributes, ...rest } = body;
        const lookup = await findHolder({ ledger: services.ledger, identity }, holder);
        return {
          argument: { requestId, ...params, ...rest } as RequestOf<typeof transaction>,
          transient: toPrivateTransient(newPrivateParts({ holder, attributes }, lookup, randomness)),
        };
      });
      return replyUnlessRefused(outcome, context, toReply);
    },
  });
}

function toReply(result: Exclude<OperationResult, { readonly outcome: 'refused' }>): Reply {
  return { status: 201, body: result, headers: { Location: `/v1/licenses/${result.identifier}` } };
}
