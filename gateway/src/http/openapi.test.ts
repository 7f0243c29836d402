import { errorDefinition } from '@shengjing/core';

import { routes } from '../routes';
import { COMMON_ERRORS, newOpenApiDocument } from './openapi';

const document = newOpenApiDocument(routes, '1.2.3');
const text = JSON.stringify(document);

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

function operationOf(method: string, path: string): Operation {
  const operations = document.paths?.[path] as unknown as Readonly<Record<string, Operation>> | undefined;
  const operation = operations?.[method];
  if (!operation) {
    throw new Error(`${method} ${path} is not documented`);
  }
  return operation;
}

test('the document is the same each time', () => {
  expect(JSON.stringify(newOpenApiDocument(routes, '1.2.3'))).toBe(text);
});

test('every route is documented, under its own id', () => {
  const ids = routes.map(({ method, path }) => operationOf(method, path).operationId);
  expect(ids).toEqual(routes.map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(routes.length);
});

test.each(routes.map((route) => [route.operationId, route] as const))('%s is documented whole', (_id, route) => {
  const { parameters = [], requestBody, responses } = operationOf(route.method, route.path);
  const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
  expect(inPath).toEqual(route.path.match(/\{[a-zA-Z]+\}/gu) ?? []);
  expect(requestBody !== undefined).toBe(route.request.body !== undefined);
  for (const status of Object.keys(route.answers)) {
    expect(responses).toHaveProperty([status]);
  }
  for (const code of [...COMMON_ERRORS, ...route.errors]) {
    expect(responses[String(errorDefinition(code).status)]?.description).toContain(`\`${code}\``);
  }
});

test('every reference has its target', () => {
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(50);
  const names = Object.keys(document.components?.schemas ?? {});
  expect(names).toEqual(expect.arrayContaining([...new Set(references)]));
});

test('a token is required everywhere but for those who run the gateway', () => {
  const open = Object.entries(document.paths ?? {}).filter(([, item]) => item.get?.security?.length === 0);
  expect(document.security).toEqual([{ token: [] }]);
  expect(open.map(([path]) => path)).toEqual(['/healthz', '/readyz', '/metrics']);
});
