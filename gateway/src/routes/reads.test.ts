import { FabricFailure } from '../fabric';
import { IDENTIFIER, TX } from '../testing/sample-order';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});

afterEach(async () => {
  await gateway.stop();
});

const page = { items: [], bookmark: null };

test.each([
  ['/v1/license-types?pageSize=5', 'license:listTypes', { pageSize: 5 }, { schema: 'license-type-page/1', ...page }],
  [`/v1/licenses/${IDENTIFIER}/trace`, 'license:trace', { identifier: IDENTIFIER, pageSize: 20 }, { schema: 'license-trace/2', ...page }],
])('%s is asked of the own organisation only', async (path, transaction, argument, result) => {
  gateway.fabric.onEvaluate = () => result;
  const { status, body } = await gateway.ask(path);
  expect([status, body]).toEqual([200, result]);
  expect(gateway.fabric.calls[0]).toMatchObject({ transaction, argument, endorsers: ['HepingMSP'] });
});

test.each([
  '/v1/license-types?pageSize=0',
  '/v1/license-types?pageSize=101',
  '/v1/license-types?pageSize=1e1',
  '/v1/license-types?pageSize=1&pageSize=2',
  '/v1/license-types?surprise=1',
  '/v1/licenses?type=abc',
  '/v1/licenses/abc',
  '/v1/transactions/abc',
])('%s is refused before anyone is asked', async (path) => {
  const { status, body } = await gateway.ask(path);
  expect([status, body['code']]).toEqual([400, 'INVALID_INPUT']);
  expect(gateway.fabric.calls).toEqual([]);
});

test('a party alone reads the private part', async () => {
  gateway.fabric.onEvaluate = () => {
    throw new FabricFailure('NOT_A_PARTY', { stage: 'evaluate' });
  };
  const { status, headers } = await gateway.ask(`/v1/licenses/${IDENTIFIER}/private`);
  expect(status).toBe(403);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('a malformed identifier is left to the verdicts of the contract', async () => {
  gateway.fabric.onEvaluate = () => {
    throw new FabricFailure('PEER_UNAVAILABLE', { stage: 'evaluate' });
  };
  await gateway.ask('/v1/verifications', { method: 'POST', body: '{"identifier":"abc"}' });
  expect(gateway.fabric.calls[0]).toMatchObject({ transaction: 'license:verify', argument: { identifier: 'abc' } });
});

test('the state of a transaction is told', async () => {
  gateway.fabric.state = { state: 'invalid', blockNumber: 4, validationCode: 'MVCC_READ_CONFLICT' };
  const { body } = await gateway.ask(`/v1/transactions/${TX}`);
  expect(body).toEqual({ schema: 'transaction/1', txId: TX, ...gateway.fabric.state });
});
