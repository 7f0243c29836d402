import {
  computeResidentIdCheck,
  holderMappingSchema,
  importHoldersSchema,
  importLicensesRequestSchema,
  importPrivateSchema,
  toCanonicalJson,
} from '@shengjing/core';
import type { z } from 'zod';

import type { Caller } from '../identities';
import type { Ledger } from '../ledger';
import { newRequestRandomness } from '../outbox';
import { newKeyPair } from '../testing/certificates';
import { KNOWN } from '../testing/sample-life';
import { LOOKUP, TYPE } from '../testing/sample-order';
import { DEPARTMENT } from '../testing/test-issuer';
import { importOrderSchema } from './import-order';
import { type ImportParts, newImportRequest } from './new-import-request';

const CALLER: Caller = {
  issuer: 'urn:test',
  subject: 'person-1',
  organisation: 'heping',
  role: 'issuer',
  department: DEPARTMENT,
  division: '210102',
};

let asked: number;

function newItem(place: number, person: number): object {
  const body = `21010218810307${String(person).padStart(3, '0')}`;
  return {
    serial: `A${String(place)}`,
    validFrom: '2019-01-01',
    validUntil: null,
    effectiveAt: '2019-01-01T00:00:00.000Z',
    holder: { kind: 'person', idType: 'resident-id', idNumber: `${body}${computeResidentIdCheck(body)}`, name: '关山月' },
    attributes: [{ name: '住址', type: 'text', value: '三好街' }],
  };
}

async function build(people: readonly number[], known: number | null = null): Promise<ImportParts> {
  asked = 0;
  const { certificate, key: privateKey } = await newKeyPair('person');
  const readAtCity = ((_identity, _name, _argument, transient) => {
    asked += 1;
    const { idNumber } = transient['holder'] as { idNumber: string };
    const isKnown = known !== null && idNumber.slice(14, 17) === String(known).padStart(3, '0');
    return Promise.resolve(isKnown ? KNOWN : LOOKUP);
  }) as Ledger['readAtCity'];
  const asker = { ledger: { readAtCity }, identity: () => Promise.resolve({ mspId: 'HepingMSP', certificate, privateKey }) };
  const items = people.map((person, place) => newItem(place, person));
  const order = importOrderSchema.parse({ type: TYPE, source: 'heping-2019', items });
  const randomness = newRequestRandomness(Buffer.alloc(32, 1));
  return newImportRequest(asker, { caller: CALLER, requestId: 'request-00000001', order, randomness });
}

function holdersOf({ transient }: ImportParts): z.infer<typeof importHoldersSchema> {
  return importHoldersSchema.parse(transient['holder']);
}

test('the parts follow the schemas of the contract, in the order of the batch', async () => {
  const parts = await build([1, 2, 3]);
  expect(importLicensesRequestSchema.parse(parts.argument).items.map(({ serial }) => serial)).toEqual(['A0', 'A1', 'A2']);
  expect(importPrivateSchema.parse(parts.transient['private'])).toHaveLength(3);
  expect(holdersOf(parts).every((holder) => holderMappingSchema.safeParse(holder).success)).toBe(true);
});

test('no two licenses of a batch share a handle or a salt', async () => {
  const { transient } = await build([1, 1, 2]);
  const privateParts = importPrivateSchema.parse(transient['private']);
  const values = privateParts.flatMap(({ handle, salt, attributes }) => [handle, salt, ...attributes.map((one) => one.salt)]);
  expect(new Set(values).size).toBe(9);
});

test('a new holder who comes twice is the same holder, and is asked for once', async () => {
  const parts = await build([1, 2, 1]);
  const [one, two, three] = holdersOf(parts);
  expect(three).toEqual(one);
  expect(two?.value).not.toBe(one?.value);
  expect(parts.argument.items[2]?.holderRef).toBe(parts.argument.items[0]?.holderRef);
  expect(asked).toBe(2);
});

test('a holder whom the city knows keeps the reference', async () => {
  const parts = await build([1, 2], 2);
  expect(holdersOf(parts).map(({ known }) => known)).toEqual([false, true]);
  expect(KNOWN.value).toContain(parts.argument.items[1]?.holderRef);
});

test('the same request makes the same bytes', async () => {
  expect(toCanonicalJson(await build([1, 2]))).toBe(toCanonicalJson(await build([1, 2])));
});

test('the public part holds nothing of holders or attributes', async () => {
  const text = toCanonicalJson((await build([1])).argument);
  for (const secret of ['21010218810307', '关山月', '三好街', '住址']) {
    expect(text).not.toContain(secret);
  }
});
