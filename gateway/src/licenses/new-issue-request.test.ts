import { holderMappingSchema, issueRequestSchema, newLicensePrivateSchema, toCanonicalJson } from '@shengjing/core';

import type { Caller } from '../identities';
import { newRequestRandomness } from '../outbox';
import { type IssueOrder, issueOrderSchema } from './issue-order';
import { type IssueParts, newIssueRequest } from './new-issue-request';

const DEPARTMENT = '11210102000000019C';
const CALLER: Caller = {
  issuer: 'urn:test',
  subject: 'person-1',
  organisation: 'heping',
  role: 'issuer',
  department: DEPARTMENT,
  division: '210102',
};
const ORDER = issueOrderSchema.parse({
  type: `${DEPARTMENT}001`,
  validFrom: '2026-01-01',
  validUntil: null,
  effectiveAt: '2026-01-01T00:00:00.000Z',
  holder: { kind: 'enterprise', idType: 'uscc', idNumber: '11210112000000019U', name: '样例公司' },
  attributes: [
    { name: '经营场所', type: 'text', value: '样例路1号' },
    { name: '主体业态', type: 'text', value: '餐饮' },
  ],
});
const LOOKUP = { schema: 'holder-lookup/1', key: 'ab'.repeat(32), keyVersion: 1, value: null } as const;

interface Changes {
  readonly seed?: number;
  readonly order?: IssueOrder;
  readonly value?: string;
}

function build({ seed = 1, order = ORDER, value }: Changes = {}): IssueParts {
  const randomness = newRequestRandomness(Buffer.alloc(32, seed));
  return newIssueRequest({ caller: CALLER, requestId: 'request-00000001', order, lookup: { ...LOOKUP, value: value ?? null }, randomness });
}

test('the parts follow the schemas of the contract', () => {
  const parts = build();
  expect(issueRequestSchema.safeParse(parts.argument).success).toBe(true);
  expect(newLicensePrivateSchema.safeParse(parts.private).success).toBe(true);
  expect(holderMappingSchema.safeParse(parts.holder).success).toBe(true);
});

test('the same request makes the same bytes', () => {
  expect(toCanonicalJson(build())).toBe(toCanonicalJson(build()));
});

test('another seed has other random values', () => {
  const [one, two] = [build(), build({ seed: 2 })];
  expect(two.private.handle).not.toBe(one.private.handle);
  expect(two.private.salt).not.toBe(one.private.salt);
  expect(two.argument.holderRef).not.toBe(one.argument.holderRef);
  expect(two.argument.serial).not.toBe(one.argument.serial);
});

test('no two random values of a request are the same', () => {
  const parts = build();
  const salts = parts.private.attributes.map(({ salt }) => salt);
  const values = [parts.private.handle, parts.private.salt, parts.argument.holderRef, ...salts];
  expect(new Set(values).size).toBe(values.length);
});

test('the public part holds nothing of the holder or the attributes', () => {
  const text = toCanonicalJson(build().argument);
  for (const secret of ['11210112000000019U', '样例公司', '样例路1号', '餐饮', '经营场所']) {
    expect(text).not.toContain(secret);
  }
});

test('a known holder keeps reference and value', () => {
  const value = build().holder.value;
  const again = build({ value, seed: 2 });
  expect(again.holder).toMatchObject({ known: true, value });
  expect(again.argument.holderRef).toBe(build().argument.holderRef);
});

test('the department and a serial number are filled in, and what was given is kept', () => {
  expect(build().argument).toMatchObject({ issuer: DEPARTMENT, serial: expect.stringMatching(/^[0-9A-Z]{16}$/u) as string });
  const order = { ...ORDER, issuer: '11210112000000019U', serial: 'A1' };
  expect(build({ order }).argument).toMatchObject({ issuer: '11210112000000019U', serial: 'A1' });
});
