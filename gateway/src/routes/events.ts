import { licenseTypeCodeSchema, usccSchema } from '@shengjing/core';
import { z } from 'zod';

import { changeEventSchema, changeKindSchema, eventIdSchema, parseEventId } from '../events';
import { defineRoute } from '../http/route';

const MAX_KINDS = 32;

/** GET /v1/events */
export const eventsRoute = defineRoute({
  method: 'get',
  path: '/v1/events',
  operationId: 'streamEvents',
  tag: 'Events 事件',
  summary: { zh: '实时接收变更（SSE）', en: 'Hear of changes as they happen (server-sent events)' },
  access: {
    zh: '通道内任何机构的人员；授权、用证、亮证、清除类变更仅相关机构与市级机构可见。',
    en: 'Anyone of an organisation of the channel; grants, uses, presentations and erasures only for the organisations concerned and the city.',
  },
  lane: 'stream',
  request: {
    headers: z.object({
      'last-event-id': eventIdSchema.optional().describe('Id of the last event received: what is behind it follows.'),
    }),
    query: z.strictObject({
      kind: z
        .string()
        .max(2_048)
        .transform((text) => text.split(','))
        .pipe(z.array(changeKindSchema).min(1).max(MAX_KINDS))
        .optional()
        .meta({
          description: 'Kinds of changes, with commas between; every kind when left out.',
          override: { type: 'string', items: undefined, minItems: undefined, maxItems: undefined },
        }),
      type: licenseTypeCodeSchema.optional(),
      issuer: usccSchema.optional(),
      after: eventIdSchema.optional().describe('Like Last-Event-ID, for the first request. 0.0.0 is the beginning.'),
    }),
  },
  answers: {
    200: {
      description: {
        zh: 'SSE 事件流：data 为一项变更；event: end 说明结束原因。',
        en: 'A stream of server-sent events: the data of each is a change; an event named end tells why the gateway ends it.',
      },
      schema: changeEventSchema,
      mediaType: 'text/event-stream',
    },
  },
  errors: ['INDEX_UNAVAILABLE'],
  handle: async ({ headers, query: { kind, type, issuer, after } }, { services }) => {
    const from = headers['last-event-id'] ?? after;
    const filter = { kinds: kind, type, issuer };
    return { stream: await services.streams.open(filter, from === undefined ? undefined : parseEventId(from)) };
  },
});
