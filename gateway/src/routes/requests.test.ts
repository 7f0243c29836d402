import { askToIssue, startIssuingGateway } from '../testing/issuing-gateway';
import { ISSUED, ORDER, TX } from '../testing/sample-order';
import type { TestAnswer, TestGateway } from '../testing/test-gateway';

const KEY = 'key-0000000000000001';
const ADDRESS = `/v1/requests/${KEY}`;

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startIssuingGateway();
});

afterEach(async () => {
  await gateway.stop();
});

function issue(order: object = ORDER, headers: Record<string, string> = {}): Promise<TestAnswer> {
  return askToIssue(gateway, order, { 'idempotency-key': KEY, ...headers });
}

async function asAnother(): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await gateway.issuer.sign({ sub: 'person-2' })}` };
}

test('the same request sent again is answered alike, and nothing is asked of Fabric', async () => {
  const first = await issue();
  const asked = gateway.fabric.calls.length;
  const second = await issue();
  expect([second.status, second.body, second.headers.get('location')]).toEqual([
    first.status,
    first.body,
    first.headers.get('location'),
  ]);
  expect(gateway.fabric.calls).toHaveLength(asked);
});

test('many of the same request at once are one transaction', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => issue()));
  expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [201, ISSUED]));
  expect(gateway.fabric.sent).toHaveLength(1);
});

test('the same key with another body is refused before anything is asked of Fabric', async () => {
  await issue();
  const asked = gateway.fabric.calls.length;
  const { status, body } = await issue({ ...ORDER, validFrom: '2026-01-02' });
  expect([status, body['code']]).toEqual([409, 'REQUEST_REUSED']);
  expect(gateway.fabric.calls).toHaveLength(asked);
});

test('the same key of another person is another key', async () => {
  await issue();
  const { status } = await issue({ ...ORDER, validFrom: '2026-01-02' }, await asAnother());
  expect(status).toBe(201);
  expect(gateway.fabric.sent).toHaveLength(2);
});

test('a settled request tells the answer of the contract, to its person only', async () => {
  await issue();
  const { status, body } = await gateway.ask(ADDRESS);
  expect(status).toBe(200);
  expect(body).toEqual({ schema: 'request/1', requestId: KEY, state: 'settled', transaction: 'license:issue', result: ISSUED });
  expect((await gateway.ask(ADDRESS, { headers: await asAnother() })).body).toMatchObject({ code: 'NOT_FOUND' });
});

test('a recorded refusal is told again, without another transaction', async () => {
  const result = { schema: 'issue-result/1', outcome: 'refused', code: 'TYPE_NOT_IN_FORCE', txId: TX };
  gateway.fabric.onSubmit = () => ({ outcome: 'committed', txId: TX, blockNumber: 3, result });
  await issue();
  expect((await issue()).body).toMatchObject({ code: 'TYPE_NOT_IN_FORCE', txId: TX });
  expect(gateway.fabric.sent).toHaveLength(1);
  expect((await gateway.ask(ADDRESS)).body).toMatchObject({ state: 'settled', result });
});

test('a request whose outcome is not known answers where to ask, and is pending there', async () => {
  gateway.fabric.onSubmit = () => ({ outcome: 'unknown', txId: TX });
  const { status, headers } = await issue();
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`/v1/transactions/${TX}`);
  expect(headers.get('link')).toBe(`<${ADDRESS}>; rel="status"`);
  expect((await gateway.ask(ADDRESS)).body).toMatchObject({ state: 'pending', txId: TX });
});

test('nothing is known of a key that was never sent', async () => {
  const { status, body } = await gateway.ask(ADDRESS);
  expect([status, body['code']]).toEqual([404, 'NOT_FOUND']);
});
