import { CodedError } from '@shengjing/core';

import { askToIssue, startIssuingGateway } from '../testing/issuing-gateway';
import { IDENTIFIER, ISSUED, LOOKUP, NAME, ORDER, TX } from '../testing/sample-order';
import type { TestAnswer, TestGateway } from '../testing/test-gateway';
import { DEPARTMENT } from '../testing/test-issuer';
import { waitForMetric } from '../testing/wait-for-metric';
import { issueRoute } from './issue';

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

test('answers 201 with identifier and place', async () => {
  const { status, headers, body } = await issue(ORDER, { 'idempotency-key': 'key-0000000000000001' });
  expect(status).toBe(201);
  expect(body).toEqual(ISSUED);
  expect(headers.get('location')).toBe(`/v1/licenses/${IDENTIFIER}`);
  expect(headers.get('idempotency-key')).toBe('key-0000000000000001');
  expect(gateway.fabric.calls[1]).toMatchObject({
    transaction: 'license:issue',
    endorsers: ['CityMSP', 'HepingMSP'],
    argument: { requestId: 'key-0000000000000001', issuer: DEPARTMENT },
  });
});

test('the id of the request reaches the transaction when no key is given', async () => {
  const { headers } = await issue(ORDER, { 'x-request-id': 'request-00000000001' });
  expect(headers.get('x-request-id')).toBe('request-00000000001');
  expect(headers.get('idempotency-key')).toBe('request-00000000001');
  expect(gateway.fabric.calls[1]?.argument).toMatchObject({ requestId: 'request-00000000001' });
});

test('a second transaction of the same request asks the contract for the same', async () => {
  let isFirst = true;
  gateway.fabric.onSubmit = () => {
    if (isFirst) {
      isFirst = false;
      throw new CodedError('HOLDER_MISMATCH');
    }
    return { outcome: 'committed', txId: TX, blockNumber: 3, result: ISSUED };
  };
  await issue();
  const [, one, , two] = gateway.fabric.calls;
  expect([two?.argument, two?.transient]).toEqual([one?.argument, one?.transient]);
});

test('a refusal that was recorded answers with its status, code and transaction', async () => {
  const result = { schema: 'issue-result/1', outcome: 'refused', code: 'TYPE_NOT_IN_FORCE', txId: TX };
  gateway.fabric.onSubmit = () => ({ outcome: 'committed', txId: TX, blockNumber: 3, result });
  const { status, body } = await issue();
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'TYPE_NOT_IN_FORCE', txId: TX, status: 422 });
});

test('an issue that would take effect in the future answers 400, as documented', async () => {
  gateway.fabric.onSubmit = () => {
    throw new CodedError('EFFECTIVE_TIME_INVALID', { issue: 'in-the-future' });
  };
  const { status, body } = await issue();
  expect([status, body]).toMatchObject([400, { code: 'EFFECTIVE_TIME_INVALID', details: { issue: 'in-the-future' } }]);
  expect(issueRoute.errors).toContain('EFFECTIVE_TIME_INVALID');
});

test('an unknown outcome answers 202 with where to ask', async () => {
  gateway.fabric.onSubmit = () => ({ outcome: 'unknown', txId: TX });
  const { status, headers, body } = await issue();
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`/v1/transactions/${TX}`);
  expect(body).toEqual({ schema: 'transaction/1', txId: TX, state: 'unknown' });
  await waitForMetric(gateway, 'shengjing_outbox_unresolved_requests 1');
});

test('a holder who became known meanwhile is looked up again', async () => {
  let tries = 0;
  gateway.fabric.onSubmit = () => {
    if (tries++ === 0) {
      throw new CodedError('HOLDER_MISMATCH');
    }
    return { outcome: 'committed', txId: TX, blockNumber: 3, result: ISSUED };
  };
  expect((await issue()).status).toBe(201);
  const names = gateway.fabric.calls.map(({ transaction }) => transaction);
  expect(names).toEqual(['license:findHolder', 'license:issue', 'license:findHolder', 'license:issue']);
});

test('neither log nor answer repeats anything personal', async () => {
  await issue();
  gateway.fabric.onEvaluate = () => ({ ...LOOKUP, surprise: NAME });
  const { body } = await issue();
  await issue({ ...ORDER, holder: { ...ORDER.holder, idNumber: '11210112000000019X' } });
  const text = `${gateway.logLines.join('')}${JSON.stringify(body)}`;
  for (const personal of [NAME, '11210112000000019', '样例路', 'Bearer', 'person-1']) {
    expect(text).not.toContain(personal);
  }
});

test('the log joins request, key and transaction', async () => {
  await issue(ORDER, { 'idempotency-key': 'key-0000000000000001', 'x-request-id': 'request-00000000001' });
  const line = JSON.parse(gateway.logLines.find((text) => text.includes('POST /v1/licenses')) ?? '{}') as object;
  expect(line).toMatchObject({ requestId: 'request-00000000001', idempotencyKey: 'key-0000000000000001', txId: TX, status: 201 });
});
