import {
  attributeSchema,
  instantSchema,
  licenseIdentifierSchema,
  MAX_ATTRIBUTES,
  sha256Hex,
  TRANSIENT_SHOWN,
  txIdSchema,
  verificationSchema,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { parsePresentationToken, presentationOrderSchema, presentationTokenSchema } from '../licenses';
import { replyUnlessRefused, toIdempotencyKey, write } from './reply-to-write';
import { identifierParams, outcomeUnknown, WRITE_ERRORS, writeAnswerHeaders, writeHeaders } from './shared';

const tag = 'Presentations 亮证';

const tokenAnswerSchema = z
  .strictObject({
    schema: z.literal('presentation-token/1'),
    token: presentationTokenSchema,
    expiresAt: instantSchema.describe('Until when it can be redeemed.'),
    txId: txIdSchema,
  })
  .meta({ id: 'PresentationTokenAnswer', description: 'What the holder shows, once (亮证). Personal data.' });

const viewSchema = z
  .strictObject({
    schema: z.literal('presentation-view/1'),
    identifier: licenseIdentifierSchema,
    attributes: z.array(attributeSchema).max(MAX_ATTRIBUTES).describe('What the holder reveals, and nothing else.'),
    verification: verificationSchema,
    txId: txIdSchema,
  })
  .meta({ id: 'PresentationView', description: 'What whoever scans learns. Personal data.' });

const presentLicense = defineRoute({
  method: 'post',
  path: '/v1/licenses/{identifier}/presentations',
  operationId: 'presentLicense',
  tag,
  summary: { zh: '亮证', en: 'Show a license, with the attributes that the holder chooses' },
  access: {
    zh: '颁证部门的 issuer，或市级机构的 supervisor、admin。',
    en: 'Role issuer of the issuing department; roles supervisor and admin of the city.',
  },
  request: { params: identifierParams, headers: writeHeaders, body: presentationOrderSchema },
  answers: {
    201: {
      description: { zh: '可供扫码核验一次，含个人信息。', en: 'Can be redeemed once. Personal data.' },
      schema: tokenAnswerSchema,
      headers: writeAnswerHeaders,
    },
    202: outcomeUnknown,
  },
  errors: [
    'NOT_A_PARTY',
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'LICENSE_NOT_FOUND',
    'PRESENTATION_EXISTS',
    'ERASED',
    'VERSION_NOT_CURRENT',
    'LICENSE_NOT_IN_FORCE',
    'PRIVATE_DATA_UNAVAILABLE',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, params: { identifier }, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const { caller, identity, services } = context;
    const command = { caller, identity, requestId, identifier, order: body };
    const { outcome, token } = await services.presentLicense(command);
    return replyUnlessRefused(outcome, context, ({ expiresAt, txId }) => ({
      status: 201,
      body: { schema: 'presentation-token/1', token, expiresAt, txId },
    }));
  },
});

const redeemPresentation = defineRoute({
  method: 'post',
  path: '/v1/presentations/redemptions',
  operationId: 'redeemPresentation',
  tag,
  summary: { zh: '扫码核验', en: 'Redeem a presentation that was scanned, once' },
  access: { zh: '任何机构的 clerk、issuer 或 supervisor。', en: 'Roles clerk, issuer and supervisor of any organisation.' },
  request: {
    headers: writeHeaders,
    body: z
      .strictObject({ token: presentationTokenSchema })
      .meta({ id: 'RedemptionOrder', description: 'What was scanned. Personal data.' }),
  },
  answers: {
    200: {
      description: { zh: '持有主体出示的内容及核验结论。', en: 'What the holder reveals, and the verdicts on it.' },
      schema: viewSchema,
      headers: writeAnswerHeaders,
    },
    202: outcomeUnknown,
  },
  errors: [
    'PRESENTATION_INVALID',
    'FORBIDDEN_ORGANISATION',
    'FORBIDDEN_DEPARTMENT',
    'LICENSE_NOT_FOUND',
    'PRESENTATION_NOT_FOUND',
    'PRESENTATION_USED',
    'PRESENTATION_EXPIRED',
    ...WRITE_ERRORS,
  ],
  handle: async ({ headers, body }, context) => {
    const requestId = toIdempotencyKey(headers, context);
    const shown = parsePresentationToken(body.token);
    const outcome = await write(context, { requestId, transaction: 'presentation:redeem', body }, () => ({
      argument: { requestId, codeHash: sha256Hex(shown.code) },
      transient: { [TRANSIENT_SHOWN]: shown },
    }));
    return replyUnlessRefused(outcome, context, ({ identifier, verification, txId }) => ({
      status: 200,
      body: {
        schema: 'presentation-view/1',
        identifier,
        attributes: shown.attributes.map(({ name, type, value }) => ({ name, type, value })),
        verification,
        txId,
      },
    }));
  },
});

export const presentationRoutes = [presentLicense, redeemPresentation];
