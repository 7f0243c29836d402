import {
  cancelRequestSchema,
  cancelTransferRequestSchema,
  CITY,
  type ErrorCode,
  expireRequestSchema,
  operationResultSchema,
  reinstateRequestSchema,
  type RequestOf,
  revokeRequestSchema,
  type StatusOperation,
  STATUS_OPERATION_NAMES,
  STATUS_OPERATIONS,
  type StatusOperationName,
  suspendRequestSchema,
  transferOutRequestSchema,
  withdrawRequestSchema,
} from '@shengjing/core';
import type { z } from 'zod';

import { type Bilingual, defineRoute, type Route, type RouteContext } from '../http/route';
import { decisionDigestsOfOrder } from '../licenses';
import { replyUnlessRefused, toIdempotencyKey, write } from './reply-to-write';
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

/** Where an operation is asked for. */
interface StatusRoute {
  /** Last part of the path: what the request makes. */
  readonly place: string;
  readonly operationId: string;
  readonly body: z.ZodObject;
  /** Codes beside those of every operation. */
  readonly errors: readonly ErrorCode[];
}

const ROUTES: Readonly<Record<StatusOperationName, StatusRoute>> = {
  suspend: { place: 'suspensions', operationId: 'suspendLicense', body: toOrder(suspendRequestSchema, 'Suspension'), errors: [] },
  reinstate: {
    place: 'reinstatements',
    operationId: 'reinstateLicense',
    body: toOrder(reinstateRequestSchema, 'Reinstatement'),
    errors: [],
  },
  expire: {
    place: 'expiries',
    operationId: 'expireLicense',
    body: toOrder(expireRequestSchema, 'Expiry'),
    errors: ['VALIDITY_NOT_ENDED'],
  },
  withdraw: {
    place: 'withdrawals',
    operationId: 'withdrawLicense',
    body: toOrder(withdrawRequestSchema, 'Withdrawal'),
    errors: [],
  },
  revoke: { place: 'revocations', operationId: 'revokeLicense', body: toOrder(revokeRequestSchema, 'Revocation'), errors: [] },
  cancel: {
    place: 'cancellations',
    operationId: 'cancelLicense',
    body: toOrder(cancelRequestSchema, 'Cancellation'),
    errors: [],
  },
  transferOut: {
    place: 'outward-transfers',
    operationId: 'transferLicenseOut',
    body: toOrder(transferOutRequestSchema, 'OutwardTransfer'),
    errors: [],
  },
  cancelTransfer: {
    place: 'transfer-cancellations',
    operationId: 'cancelLicenseTransfer',
    body: toOrder(cancelTransferRequestSchema, 'TransferCancellation'),
    errors: ['TRANSFER_TAKEN'],
  },
};

/** The routes of the operations that only change the status of a license. */
export const statusOperationRoutes = STATUS_OPERATION_NAMES.map(newStatusRoute);

function newStatusRoute(name: StatusOperationName): Route {
  const { place, operationId, body: schema, errors } = ROUTES[name];
  const operation: StatusOperation = STATUS_OPERATIONS[name];
  const transaction = `license:${name}` as const;
  return defineRoute({
    method: 'post',
    path: `/v1/licenses/{identifier}/${place}`,
    operationId,
    tag: 'Operations 业务操作',
    summary: { zh: operation.zh, en: capitalise(operation.en) },
    access: accessOf(operation),
    request: { params: identifierParams, headers: writeHeaders, body: schema },
    answers: {
      200: {
        description: { zh: '已办理。', en: 'Done.' },
        schema: doneSchema,
        headers: writeAnswerHeaders,
      },
      202: outcomeUnknown,
    },
    errors: [
      ...OPERATION_ERRORS,
      ...(operation.bySuccessor ? (['SUCCESSION_NOT_AGREED'] as const) : []),
      ...errors,
      ...WRITE_ERRORS,
    ],
    handle: async ({ headers, params, body }, context) => {
      const requestId = toIdempotencyKey(headers, context);
      const asked = { ...params, ...body };
      const outcome = await write(context, { requestId, transaction, body: asked }, async () => ({
        argument: { requestId, ...asked } as RequestOf<typeof transaction>,
        ...(operation.bySuccessor && (await endorsersOfSuccessor(params.identifier, context))),
      }));
      return replyUnlessRefused(outcome, context, (result) => ({ status: 200, body: result }));
    },
  });
}

/** What the caller sends: the contract's argument without what the path and the headers tell. */
function toOrder(schema: z.ZodObject, name: string): z.ZodObject {
  return schema
    .omit({ requestId: true, identifier: true })
    .extend({ decisionDigests: decisionDigestsOfOrder })
    .meta({ id: `${name}Order`, description: schema.meta()?.description ?? name });
}

/** A district's own writes are endorsed by itself; the city may act for one that is gone. */
async function endorsersOfSuccessor(
  identifier: string,
  { caller, identity, services: { ledger } }: RouteContext,
): Promise<{ readonly endorsers?: readonly string[] }> {
  if (caller.organisation !== CITY.id) {
    return {};
  }
  const person = await identity();
  const { mspId } = await ledger.read(person, 'license:get', { identifier });
  return mspId === CITY.mspId ? {} : { endorsers: await ledger.findEndorsersFor(person, mspId) };
}

function accessOf({ bySuccessor }: StatusOperation): Bilingual {
  const { zh, en } = ISSUER_ACCESS;
  return bySuccessor
    ? {
        zh: `${zh}区县不复存在且另有两个区县同意时，市级机构的 admin。`,
        en: `${en} Role admin of the city for a district that is gone, when two others have agreed.`,
      }
    : ISSUER_ACCESS;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
