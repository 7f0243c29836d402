import { CodedError, type ErrorCode, type RecordedRefusalCode, STATUS_OPERATIONS, type StatusOperationName } from '@shengjing/core';

import type { SubmitOutcome } from '../testing/fake-fabric';
import { committing, DIGESTS, EFFECTIVE_AT, HOLDER_REF, SECOND_VERSION, TYPE_DEFINITION } from '../testing/sample-life';
import { IDENTIFIER, ORDER, TX, TYPE } from '../testing/sample-order';
import { startTestGateway, type TestAnswer, type TestGateway } from '../testing/test-gateway';
import { DEPARTMENT } from '../testing/test-issuer';
import { routes } from './index';

/** A write with all that may come of it. */
interface Case {
  readonly path: string;
  readonly body?: object;
  readonly transaction: string;
  /** Of the transaction, beside its request id. */
  readonly argument: object;
  readonly status: number;
  readonly result: object;
  readonly location?: string;
  /** A refusal that the contract records, when it can. */
  readonly recorded?: RecordedRefusalCode;
  /** A refusal that it throws. */
  readonly thrown: ErrorCode;
  /** Bodies that no contract is asked about. */
  readonly malformed: readonly (object | undefined)[];
}

const license = `/v1/licenses/${IDENTIFIER}`;
const grant = `${license}/grants/${TX}`;
const operation = { effectiveAt: EFFECTIVE_AT, decisionDigests: DIGESTS };
const { holder, attributes, type, ...term } = ORDER;
const version = { ...term, ...operation, holder, attributes, fileDigests: DIGESTS };
const publicVersion = { ...term, ...operation, identifier: IDENTIFIER, fileDigests: DIGESTS };
const done = (identifier: string, status = '01'): object => ({ schema: 'operation-result/1', outcome: 'done', identifier, status, txId: TX });
const item = { ...term, serial: 'A1', holder, attributes };
const terms = { grantee: DEPARTMENT, purpose: 'check', item: 'ITEM1', until: EFFECTIVE_AT, uses: 3, consentDigests: DIGESTS };
const seal = { effectiveAt: EFFECTIVE_AT, mediaType: 'application/ofd', digests: DIGESTS };
const inGrant = { identifier: IDENTIFIER, grantId: TX };
const typeResult = { schema: 'license-type-result/1', code: TYPE, version: 2, txId: TX };
const purged = { schema: 'purge-result/1', holderRef: HOLDER_REF, mspId: 'HepingMSP', purged: 1, remaining: 0, txId: TX };

const PLACES: Readonly<Record<StatusOperationName, string>> = {
  suspend: 'suspensions',
  reinstate: 'reinstatements',
  expire: 'expiries',
  withdraw: 'withdrawals',
  revoke: 'revocations',
  cancel: 'cancellations',
  transferOut: 'outward-transfers',
  cancelTransfer: 'transfer-cancellations',
};

const statusOperations = (Object.entries(PLACES) as [StatusOperationName, string][]).map(([name, place]): Case => {
  const { to, reasons: [reason] } = STATUS_OPERATIONS[name];
  const body = { ...operation, reason, ...(name === 'transferOut' && { transferTo: '210112' }) };
  return {
    path: `${license}/${place}`,
    body,
    transaction: `license:${name}`,
    argument: { identifier: IDENTIFIER, ...body },
    status: 200,
    result: done(IDENTIFIER, to),
    recorded: 'STATUS_NOT_ALLOWED',
    thrown: 'EFFECTIVE_TIME_INVALID',
    malformed: [{ ...body, reason: 'SEALED' }, { ...body, surprise: 1 }, { ...body, effectiveAt: '2026-02-01' }, { ...body, identifier: IDENTIFIER }],
  };
});

const CASES: readonly Case[] = [
  {
    path: `/v1/license-types/${TYPE}/amendments`,
    body: { basedOn: 1, type: TYPE_DEFINITION },
    transaction: 'license:amendType',
    argument: { basedOn: 1, type: TYPE_DEFINITION },
    status: 201,
    result: typeResult,
    location: `/v1/license-types/${TYPE}`,
    thrown: 'TYPE_VERSION_STALE',
    malformed: [{ basedOn: 0, type: TYPE_DEFINITION }, { basedOn: 1, type: { ...TYPE_DEFINITION, code: `${DEPARTMENT}002` } }],
  },
  {
    path: '/v1/licenses/imports',
    body: { type, source: 'heping-2019', items: [item] },
    transaction: 'license:importLicenses',
    argument: { type, source: 'heping-2019', issuer: DEPARTMENT },
    status: 200,
    result: { schema: 'import-result/1', items: [{ outcome: 'imported', identifier: IDENTIFIER }], txId: TX },
    thrown: 'ISSUER_NOT_ENTITLED',
    malformed: [{ type, source: 'heping-2019', items: [] }, { type, source: 'a b', items: [item] }, { type, source: 's', items: Array(51).fill(item) }],
  },
  {
    path: `${license}/changes`,
    body: { ...version, reason: 'DATA_CHANGED' },
    transaction: 'license:change',
    argument: { ...publicVersion, reason: 'DATA_CHANGED' },
    status: 201,
    result: done(SECOND_VERSION),
    location: `/v1/licenses/${SECOND_VERSION}`,
    recorded: 'VERSION_NOT_CURRENT',
    thrown: 'VERSIONS_EXHAUSTED',
    malformed: [{ ...version, reason: 'SEALED' }, { ...version, reason: 'DATA_CHANGED', attributes: [] }],
  },
  {
    path: `${license}/renewals`,
    body: { ...version, reason: 'ON_REQUEST' },
    transaction: 'license:renew',
    argument: { ...publicVersion, reason: 'ON_REQUEST' },
    status: 201,
    result: done(SECOND_VERSION),
    location: `/v1/licenses/${SECOND_VERSION}`,
    recorded: 'VALIDITY_NOT_EXTENDED',
    thrown: 'HOLDER_ERASED',
    malformed: [{ ...version, reason: 'DATA_CHANGED' }],
  },
  ...statusOperations,
  {
    path: '/v1/licenses/inward-transfers',
    body: { ...ORDER, serial: 'A1', previous: IDENTIFIER },
    transaction: 'license:transferIn',
    argument: { ...term, type, serial: 'A1', issuer: DEPARTMENT, previous: IDENTIFIER, fileDigests: [] },
    status: 201,
    result: done(IDENTIFIER),
    location: license,
    recorded: 'TRANSFER_NOT_OFFERED',
    thrown: 'LICENSE_EXISTS',
    malformed: [ORDER, { ...ORDER, previous: 'abc' }],
  },
  {
    path: `${license}/seals`,
    body: seal,
    transaction: 'license:attachSeal',
    argument: { identifier: IDENTIFIER, ...seal },
    status: 200,
    result: done(IDENTIFIER),
    recorded: 'STATUS_NOT_ALLOWED',
    thrown: 'ATTACHMENTS_FULL',
    malformed: [{ ...seal, digests: [] }, { ...seal, mediaType: 'ofd' }],
  },
  {
    path: `${license}/grants`,
    body: terms,
    transaction: 'grant:give',
    argument: { identifier: IDENTIFIER, ...terms },
    status: 201,
    result: { schema: 'grant-result/1', outcome: 'given', grantId: TX, txId: TX },
    location: grant,
    recorded: 'LICENSE_NOT_IN_FORCE',
    thrown: 'GRANTEE_UNKNOWN',
    malformed: [{ ...terms, uses: 0 }, { ...terms, uses: 201 }, { ...terms, purpose: '查验' }],
  },
  {
    path: `${grant}/withdrawal`,
    body: { consentDigests: DIGESTS },
    transaction: 'grant:withdraw',
    argument: { ...inGrant, consentDigests: DIGESTS },
    status: 200,
    result: { schema: 'grant-result/1', outcome: 'withdrawn', grantId: TX, txId: TX },
    recorded: 'GRANT_WITHDRAWN',
    thrown: 'GRANT_NOT_FOUND',
    malformed: [{}, { consentDigests: [] }],
  },
  {
    path: `${grant}/uses`,
    body: { purpose: 'check', item: 'ITEM1' },
    transaction: 'grant:use',
    argument: { ...inGrant, purpose: 'check', item: 'ITEM1' },
    status: 201,
    result: { schema: 'use-result/1', outcome: 'used', slot: 1, txId: TX },
    recorded: 'USE_OUT_OF_SCOPE',
    thrown: 'GRANT_NOT_FOUND',
    malformed: [{ purpose: 'check' }, { purpose: 'check', item: 'item' }],
  },
  {
    path: `/v1/erasures/${HOLDER_REF}/purges`,
    transaction: 'holder:purge',
    argument: { holderRef: HOLDER_REF },
    status: 200,
    result: purged,
    thrown: 'ERASURE_NOT_FOUND',
    malformed: [],
  },
  {
    path: '/v1/successions',
    body: { district: 'HunnanMSP' },
    transaction: 'license:agreeSuccession',
    argument: { district: 'HunnanMSP' },
    status: 201,
    result: { schema: 'succession-result/1', district: 'HunnanMSP', txId: TX },
    location: '/v1/successions/HunnanMSP',
    thrown: 'FORBIDDEN_ORGANISATION',
    malformed: [{}, { district: '浑南' }],
  },
];

const cases = CASES.map((one) => [toPattern(one.path), one] as const);
const recording = cases.flatMap(([name, one]) => (one.recorded ? [[name, { ...one, recorded: one.recorded }] as const] : []));
const KEY = { 'idempotency-key': 'key-0000000000000001' };

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});

afterEach(async () => {
  await gateway.stop();
});

function send({ path, body }: Pick<Case, 'path' | 'body'>, headers: Record<string, string> = KEY): Promise<TestAnswer> {
  return gateway.ask(path, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) });
}

function sentWrites(transaction: string): readonly object[] {
  return gateway.fabric.calls.filter((call) => call.transaction === transaction);
}

/** The path as the documentation has it. */
function toPattern(path: string): string {
  return path
    .replace(IDENTIFIER, '{identifier}')
    .replace(TYPE, '{code}')
    .replace(TX, '{grantId}')
    .replace(HOLDER_REF, '{holderRef}');
}

/** The codes that the documentation of a path lists. */
function documented(pattern: string): readonly ErrorCode[] {
  return routes.find(({ method, path }) => method === 'post' && path === pattern)?.errors ?? [];
}

test.each(cases)('POST %s asks the contract for what it was asked for, and answers what it answers', async (_, one) => {
  committing(gateway, one.result);
  const { status, headers, body } = await send(one);
  expect([status, body]).toEqual([one.status, one.result]);
  expect(headers.get('location')).toBe(one.location ?? null);
  expect(headers.get('idempotency-key')).toBe(KEY['idempotency-key']);
  expect(sentWrites(one.transaction)).toMatchObject([
    { endorsers: ['CityMSP', 'HepingMSP'], argument: { requestId: KEY['idempotency-key'], ...one.argument } },
  ]);
});

test.each(cases)('POST %s sent again has the same answer and no second effect', async (_, one) => {
  committing(gateway, one.result);
  const first = await send(one);
  const second = await send(one);
  expect([second.status, second.body, second.headers.get('location')]).toEqual([first.status, first.body, one.location ?? null]);
  expect(sentWrites(one.transaction)).toHaveLength(1);
});

test.each(recording)('POST %s answers a refusal that was recorded with its code and transaction', async (name, one) => {
  const { schema } = one.result as { schema: string };
  committing(gateway, { schema, outcome: 'refused', code: one.recorded, txId: TX });
  const { status, body } = await send(one);
  expect([status, body]).toMatchObject([422, { code: one.recorded, txId: TX, status: 422 }]);
  expect(documented(name)).toContain(one.recorded);
});

test.each(cases)('POST %s answers what the contract throws', async (name, one) => {
  committing(gateway, one.result);
  gateway.fabric.onSubmit = (): SubmitOutcome => {
    throw new CodedError(one.thrown);
  };
  const { body } = await send(one);
  expect(body).toMatchObject({ code: one.thrown });
  expect(documented(name)).toContain(one.thrown);
});

test.each(cases)('POST %s refuses malformed input before anyone is asked', async (_, one) => {
  for (const body of one.malformed) {
    expect((await send({ path: one.path, body: body ?? {} })).body).toMatchObject({ code: 'INVALID_INPUT' });
  }
  const elsewhere = toPattern(one.path).replaceAll(/\{[a-zA-Z]+\}/gu, 'abc');
  if (elsewhere !== one.path) {
    expect((await send({ ...one, path: elsewhere })).body).toMatchObject({ code: 'INVALID_INPUT' });
  }
  expect(gateway.fabric.calls).toEqual([]);
});
