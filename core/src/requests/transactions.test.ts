import { z } from 'zod';
import { TRANSACTIONS, type TransactionDefinition } from './transactions';

const transactions = Object.entries<TransactionDefinition>(TRANSACTIONS);
const writes = transactions.filter(([, { mode }]) => mode === 'submit');

describe('transactions', () => {
  it.each(transactions)('%s is described by JSON Schema of closed objects and bounded texts', (_, definition) => {
    const { request, result, transient = {} } = definition;
    for (const schema of [request, result, ...Object.values(transient)]) {
      const open = findOpen(z.toJSONSchema(schema, { target: 'draft-2020-12' }), []);
      expect(schema.meta()?.id).toBeDefined();
      expect(open).toEqual([]);
    }
  });

  it.each(writes)('%s carries a request id, as it writes', (_, { request }) => {
    const issues = request.safeParse({}).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toContain('requestId');
  });

  it.each(transactions)('%s refuses unknown fields', (_, { request }) => {
    const result = request.safeParse({ surprise: 1 });
    expect(result.error?.issues.map(({ code }) => code)).toContain('unrecognized_keys');
  });
});

/** Places of a JSON Schema where an object is open, or a text or list has no bound. */
function findOpen(schema: unknown, path: readonly string[]): string[] {
  if (typeof schema !== 'object' || schema === null) {
    return [];
  }
  const inner = Object.entries(schema).flatMap(([key, value]) => findOpen(value, [...path, key]));
  return isOpen(schema as Record<string, unknown>) ? [path.join('.'), ...inner] : inner;
}

function isOpen(schema: Record<string, unknown>): boolean {
  const bounds: Record<string, boolean> = {
    object: schema['additionalProperties'] === false,
    array: schema['maxItems'] !== undefined,
    string: ['maxLength', 'pattern', 'enum', 'const'].some((key) => key in schema),
  };
  const { type } = schema;
  return typeof type === 'string' && bounds[type] === false;
}
