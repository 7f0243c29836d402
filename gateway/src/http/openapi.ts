import { type ErrorCode, errorDefinition } from '@shengjing/core';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';

import { problemSchema } from './problem';
import type { Route, RouteAnswer } from './route';

/** Codes that every route can answer. */
export const COMMON_ERRORS = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'TOKEN_INVALID',
  'TOKEN_WRONG_ORGANISATION',
  'RATE_LIMITED',
  'OVERLOADED',
  'INTERNAL',
  'PEER_UNAVAILABLE',
  'CA_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
] as const satisfies readonly ErrorCode[];

const BODY_ERRORS = ['REQUEST_TIMEOUT', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const satisfies readonly ErrorCode[];

const SERVICE_PATHS: Readonly<Record<string, string>> = {
  '/healthz': '进程是否运行。 Whether the process is up.',
  '/readyz': '能否背书写入；否则 503 并说明原因。 Whether writes would be endorsed; 503 with the reasons when not.',
  '/metrics': 'Prometheus 指标。 Metrics for Prometheus.',
};

/** The OpenAPI document of the routes, made from the schemas that validate them. */
export function newOpenApiDocument(routes: readonly Route[], version: string): oas31.OpenAPIObject {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Shengjing Chain 盛京链',
      version,
      description:
        '电子证照上链服务。每个应答带有 X-Request-Id，也可由调用方给出。 Electronic licenses on a ledger of the city and its districts. Every answer carries X-Request-Id; a caller may choose it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: { ...toPaths(routes), ...toServicePaths() },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function toPaths(routes: readonly Route[]): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) };
  }
  return paths;
}

function toOperation({ operationId, tag, summary, access, request, answers, errors }: Route): ZodOpenApiOperationObject {
  const { params: path, query, headers: header, body } = request;
  const codes = [...COMMON_ERRORS, ...(body ? BODY_ERRORS : []), ...errors];
  return {
    operationId,
    tags: [tag],
    summary: `${summary.zh} ${summary.en}`,
    description: `${access.zh} ${access.en}`,
    requestParams: { ...(path && { path }), ...(query && { query }), ...(header && { header }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...toAnswers(answers), ...toProblems(codes) },
  };
}

function toAnswers(answers: Readonly<Record<number, RouteAnswer>>): ZodOpenApiResponsesObject {
  const entries = Object.entries(answers).map(([status, { description, schema, headers, mediaType = 'application/json' }]) => [
    status,
    {
      description: `${description.zh} ${description.en}`,
      content: { [mediaType]: { schema } },
      ...(headers && { headers }),
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}

/** One response per status, which lists its codes. */
function toProblems(codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(codes, (code) => errorDefinition(code).status);
  const entries = Object.entries(byStatus).map(([status, members = []]) => [
    status,
    {
      description: [...new Set(members)].map(toLine).join('\n'),
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}

function toLine(code: ErrorCode): string {
  const { zh, en } = errorDefinition(code);
  return `- \`${code}\` ${zh} ${en}`;
}

function toServicePaths(): Record<string, { get: ZodOpenApiOperationObject }> {
  const entries = Object.entries(SERVICE_PATHS).map(([path, summary]) => [
    path,
    { get: { tags: ['Service 服务'], summary, security: [], responses: { 200: { description: 'OK' } } } },
  ]);
  return Object.fromEntries(entries) as Record<string, { get: ZodOpenApiOperationObject }>;
}
