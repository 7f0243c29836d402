import { type ErrorCode, errorDefinition } from '@shengjing/core';

import { FabricFailure } from '../fabric';
import { askToIssue, startIssuingGateway } from '../testing/issuing-gateway';
import { ORDER } from '../testing/sample-order';
import type { TestAnswer, TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startIssuingGateway();
});

afterEach(async () => {
  await gateway.stop();
});

function issue(order: object = ORDER, headers: Record<string, string> = {}): Promise<TestAnswer> {
  return askToIssue(gateway, order, headers);
}

test.each<ErrorCode>([
  'FORBIDDEN_ORGANISATION',
  'FORBIDDEN_DEPARTMENT',
  'ISSUER_NOT_ENTITLED',
  'LICENSE_EXISTS',
  'REQUEST_REUSED',
  'WRITE_CONFLICT',
  'ATTRIBUTE_UNKNOWN',
  'TIME_SKEWED',
  'ENDORSEMENT_UNAVAILABLE',
  'ORDERER_UNAVAILABLE',
  'ENDORSEMENT_POLICY_FAILURE',
  'DEADLINE_EXCEEDED',
])('%s keeps code and status, in both languages', async (code) => {
  gateway.fabric.onSubmit = () => {
    throw new FabricFailure(code, { stage: 'endorse', details: { name: 'x' } });
  };
  const { status, headers, body } = await issue();
  const { status: expected, zh, en } = errorDefinition(code);
  expect(status).toBe(expected);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(headers.has('retry-after')).toBe(expected === 503);
  expect(body).toMatchObject({
    type: `urn:shengjing:error:${code}`,
    title: en,
    code,
    status: expected,
    message: { zh, en },
    requestId: headers.get('x-request-id'),
    details: { name: 'x' },
  });
});

test('no token answers 401 with a challenge, before the body is read', async () => {
  const { status, headers, body } = await issue(ORDER, { authorization: '' });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe('Bearer realm="shengjing"');
  expect(body).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a bad token answers 401 and says so', async () => {
  const { status, headers } = await issue(ORDER, { authorization: 'Bearer abc' });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toContain('invalid_token');
});

test('a token of another organisation answers 403', async () => {
  const token = await gateway.issuer.sign({ org: 'hunnan' });
  const { status, body } = await issue(ORDER, { authorization: `Bearer ${token}` });
  expect(status).toBe(403);
  expect(body).toMatchObject({ code: 'TOKEN_WRONG_ORGANISATION' });
  expect(gateway.fabric.calls).toEqual([]);
});

test.each([
  ['a missing field', { ...ORDER, type: undefined }, 'type'],
  ['a field too many', { ...ORDER, extra: 1 }, ''],
  ['a holder of mixed kinds', { ...ORDER, holder: { ...ORDER.holder, kind: 'person' } }, 'holder.idType'],
  ['a wrong check character', { ...ORDER, holder: { ...ORDER.holder, idNumber: '11210112000000019X' } }, 'holder.idNumber'],
])('%s answers 400 with the place', async (_name, order, path) => {
  const { status, body } = await issue(order);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'INVALID_INPUT' });
  const { issues } = body['details'] as { issues: { path: string }[] };
  expect(issues.map((item) => item.path)).toContain(path);
});

test('a malformed idempotency key answers 400', async () => {
  expect((await issue(ORDER, { 'idempotency-key': 'short' })).body).toMatchObject({ code: 'INVALID_INPUT' });
});

test.each([
  ['broken JSON', '{"name":', 'application/json', 400, 'INVALID_INPUT'],
  ['no body', '', 'application/json', 400, 'INVALID_INPUT'],
  ['another media type', 'a=b', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['more than 256 KiB', `"${'a'.repeat(262_144)}"`, 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
])('%s is refused', async (_name, text, type, expected, code) => {
  const request = { method: 'POST', body: text, headers: { 'content-type': type } };
  const { status, body } = await gateway.ask('/v1/licenses', request);
  expect([status, body['code']]).toEqual([expected, code]);
});

test.each(['/v1/nothing', '/v1/licenses/', '/V1/licenses', '/'])('%s is no address', async (path) => {
  const { status, body } = await gateway.ask(path);
  expect([status, body['code']]).toEqual([404, 'NOT_FOUND']);
});

test('a path that cannot be decoded answers 400', async () => {
  expect((await gateway.ask('/v1/licenses/%E0%A4%A')).body).toMatchObject({ code: 'INVALID_INPUT' });
});

test('a fault of the gateway answers 500 without its cause', async () => {
  gateway.fabric.onSubmit = () => {
    throw new TypeError('secret of the house');
  };
  const { status, body } = await issue();
  expect([status, body['code']]).toEqual([500, 'INTERNAL']);
  expect(JSON.stringify(body)).not.toContain('secret of the house');
  expect(gateway.logLines.join('')).toContain('secret of the house');
});
