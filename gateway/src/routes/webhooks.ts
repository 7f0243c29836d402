import { CodedError, instantSchema, nextBookmarkSchema, MAX_PAGE_SIZE } from '@shengjing/core';
import { z } from 'zod';

import { changeKindSchema, eventIdSchema, parseEventId, toEventId } from '../events';
import { type DeadLetter, parseReceiverUrl } from '../events/webhooks';
import { defineRoute, type RouteContext } from '../http/route';
import { BEGINNING } from '../ledger-index';
import { pageQuery } from './shared';

const tag = 'Webhooks 推送';
const access = { zh: '本机构的 admin。', en: 'Role admin of the organisation.' };
const MAX_KINDS = 32;
const MAX_IDS = 100;

const webhookIdSchema = z.string().regex(/^[0-9a-f]{32}$/u);
const params = z.strictObject({ id: webhookIdSchema });

const webhookSchema = z
  .strictObject({
    schema: z.literal('webhook/1'),
    id: webhookIdSchema,
    url: z.string(),
    kinds: z.array(changeKindSchema).nullable().describe('Kinds of changes that are brought; null for every kind.'),
    createdAt: instantSchema,
    position: eventIdSchema.describe('The last event that is done with, or passed over.'),
    attempts: z.int().min(0).describe('Failed deliveries of the event behind it.'),
  })
  .meta({ id: 'Webhook', description: 'A receiver to whom changes are brought (Standard Webhooks).' });

const newWebhookSchema = webhookSchema
  .extend({ secret: z.string().describe('Key of the signatures, whsec_ and base64. It is shown here and never again.') })
  .meta({ id: 'NewWebhook', description: 'A webhook that was just made, with its secret.' });

const deadLetterSchema = z
  .strictObject({
    id: eventIdSchema,
    attempts: z.int().min(1),
    reason: z.string().describe('Why the last delivery failed: status-500 and the like, timeout, or what went wrong on the way.'),
    failedAt: instantSchema,
    queued: z.boolean().describe('Whether it will be delivered again.'),
  })
  .meta({ id: 'DeadLetter', description: 'An event that could not be delivered.' });

const deadLettersSchema = z.strictObject({
  schema: z.literal('dead-letter-page/1'),
  items: z.array(deadLetterSchema).max(MAX_PAGE_SIZE),
  bookmark: nextBookmarkSchema,
});

/** A webhook is the gateway's own, so that the gateway decides; the rest is the contracts'. */
function assertAdmin({ caller }: RouteContext): void {
  if (caller.role !== 'admin') {
    throw new CodedError('FORBIDDEN_ROLE', { role: 'admin' });
  }
}

type WebhookView = z.input<typeof webhookSchema>;
type WebhookRow = Awaited<ReturnType<RouteContext['services']['webhooks']['store']['list']>>[number];

function toView({ id, url, kinds, created_at, attempts, ...position }: WebhookRow): WebhookView {
  return {
    schema: 'webhook/1',
    id,
    url,
    kinds: kinds === null ? null : (JSON.parse(kinds) as string[]),
    createdAt: new Date(created_at).toISOString(),
    position: toEventId(position),
    attempts,
  };
}

const addWebhook = defineRoute({
  method: 'post',
  path: '/v1/webhooks',
  operationId: 'addWebhook',
  tag,
  summary: { zh: '订阅变更推送', en: 'Have changes brought to a receiver' },
  access,
  request: {
    body: z.strictObject({
      url: z.string().min(1).max(2_048),
      kinds: z.array(changeKindSchema).min(1).max(MAX_KINDS).optional(),
    }),
  },
  answers: {
    201: { description: { zh: '已订阅；密钥仅此一次显示。', en: 'Made; the secret is shown this once.' }, schema: newWebhookSchema },
  },
  errors: ['FORBIDDEN_ROLE', 'WEBHOOK_URL_NOT_ALLOWED', 'WEBHOOKS_FULL', 'INDEX_UNAVAILABLE'],
  handle: async ({ body: { url, kinds = null } }, context) => {
    assertAdmin(context);
    const { webhooks, index } = context.services;
    parseReceiverUrl(url, webhooks.allowPrivate);
    const after = await index.events.last().catch((cause: unknown) => {
      throw new CodedError('INDEX_UNAVAILABLE', undefined, { cause });
    });
    const row = await webhooks.store.add({ url, kinds, after });
    return { status: 201, body: { ...toView(row), secret: row.secret } };
  },
});

const listWebhooks = defineRoute({
  method: 'get',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  tag,
  summary: { zh: '查询推送订阅', en: 'List the webhooks' },
  access,
  request: {},
  answers: {
    200: {
      description: { zh: '本机构的推送订阅。', en: 'The webhooks of the organisation.' },
      schema: z.strictObject({ schema: z.literal('webhook-list/1'), items: z.array(webhookSchema) }),
    },
  },
  errors: ['FORBIDDEN_ROLE'],
  handle: async (_input, context) => {
    assertAdmin(context);
    const rows = await context.services.webhooks.store.list();
    return { status: 200, body: { schema: 'webhook-list/1', items: rows.map(toView) } };
  },
});

const removeWebhook = defineRoute({
  method: 'delete',
  path: '/v1/webhooks/{id}',
  operationId: 'removeWebhook',
  tag,
  summary: { zh: '取消推送订阅', en: 'Remove a webhook' },
  access,
  request: { params },
  answers: { 200: { description: { zh: '已取消。', en: 'Removed, as it was.' }, schema: webhookSchema } },
  errors: ['FORBIDDEN_ROLE', 'WEBHOOK_NOT_FOUND'],
  handle: async ({ params: { id } }, context) => {
    assertAdmin(context);
    return { status: 200, body: toView(await context.services.webhooks.store.remove(id)) };
  },
});

const listDeadLetters = defineRoute({
  method: 'get',
  path: '/v1/webhooks/{id}/dead-letters',
  operationId: 'listDeadLetters',
  tag,
  summary: { zh: '查询未送达的推送', en: 'List the events that could not be delivered' },
  access,
  request: { params, query: z.strictObject(pageQuery) },
  answers: {
    200: { description: { zh: '一页未送达的推送，由早到晚。', en: 'A page of them, the oldest first.' }, schema: deadLettersSchema },
  },
  errors: ['FORBIDDEN_ROLE', 'WEBHOOK_NOT_FOUND'],
  handle: async ({ params: { id }, query: { pageSize, bookmark } }, context) => {
    assertAdmin(context);
    const after = bookmark === undefined ? BEGINNING : parseEventId(bookmark);
    const letters = await context.services.webhooks.store.deadLetters(id, after, pageSize + 1);
    const items = letters.slice(0, pageSize).map(toLetterView);
    const next = letters.length > pageSize ? (items.at(-1)?.id ?? null) : null;
    return { status: 200, body: { schema: 'dead-letter-page/1', items, bookmark: next } };
  },
});

function toLetterView({ attempts, reason, failed_at, queued, ...position }: DeadLetter): z.input<typeof deadLetterSchema> {
  return { id: toEventId(position), attempts, reason, failedAt: new Date(failed_at).toISOString(), queued: queued === 1 };
}

const redeliver = defineRoute({
  method: 'post',
  path: '/v1/webhooks/{id}/redeliveries',
  operationId: 'redeliver',
  tag,
  summary: { zh: '重新推送', en: 'Deliver dead letters again' },
  access,
  request: {
    params,
    body: z.strictObject({
      ids: z.array(eventIdSchema).min(1).max(MAX_IDS).optional().describe('Events to deliver again; all dead letters when left out.'),
    }),
  },
  answers: {
    202: {
      description: { zh: '将各重试一次；送达后从列表中移除。', en: 'Each will be tried once more; one that is received leaves the list.' },
      schema: z.strictObject({ schema: z.literal('redelivery/1'), queued: z.int().min(0) }),
    },
  },
  errors: ['FORBIDDEN_ROLE', 'WEBHOOK_NOT_FOUND'],
  handle: async ({ params: { id }, body: { ids } }, context) => {
    assertAdmin(context);
    const queued = await context.services.webhooks.store.queue(id, ids?.map(parseEventId));
    return { status: 202, body: { schema: 'redelivery/1', queued } };
  },
});

export const webhookRoutes = [addWebhook, listWebhooks, removeWebhook, listDeadLetters, redeliver];
