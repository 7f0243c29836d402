import { FabricFailure } from '../fabric';
import { committing, HOLDER_REF, KNOWN } from '../testing/sample-life';
import { LOOKUP, ORDER, TX } from '../testing/sample-order';
import { startTestGateway, type TestAnswer, type TestGateway } from '../testing/test-gateway';

const { idType, idNumber } = ORDER.holder;
const ERASURE = { idType, idNumber, reason: 'ON_REQUEST' };
const PURGED = { schema: 'purge-result/1', holderRef: HOLDER_REF, mspId: 'CityMSP', purged: 2, remaining: 0, txId: TX };

let gateway: TestGateway;
let authorization: string;

beforeEach(async () => {
  gateway = await startTestGateway({ organisation: { id: 'city', mspId: 'CityMSP', division: '210100', name: '沈阳市' } });
  const token = await gateway.issuer.sign({ org: 'city', role: 'admin', dept: '11210100000000019F', division: '210100' });
  authorization = `Bearer ${token}`;
  committing<'holder:erase'>(gateway, PURGED);
  gateway.fabric.onEvaluate = () => KNOWN;
});

afterEach(async () => {
  await gateway.stop();
});

function erase(body: object = ERASURE, headers: Record<string, string> = {}): Promise<TestAnswer> {
  return gateway.ask('/v1/erasures', { method: 'POST', body: JSON.stringify(body), headers: { authorization, ...headers } });
}

test('erases the holder whom the city finds under the number', async () => {
  const { status, headers, body } = await erase();
  expect([status, body, headers.get('location')]).toEqual([201, PURGED, `/v1/erasures/${HOLDER_REF}`]);
  const [lookup, erasure] = gateway.fabric.calls;
  expect(lookup).toMatchObject({ transaction: 'license:findHolder', endorsers: ['CityMSP'] });
  expect(erasure).toMatchObject({ transaction: 'holder:erase', argument: { holderRef: HOLDER_REF, reason: 'ON_REQUEST' } });
  expect(JSON.parse(erasure?.transient?.['holder'] ?? '')).toMatchObject({ known: true, value: KNOWN.value, key: KNOWN.key });
});

test('no number leaves the gateway but as a transient value', async () => {
  await erase();
  expect(JSON.stringify(gateway.fabric.calls.map(({ argument }) => argument))).not.toContain(idNumber);
  expect(gateway.logLines.join('')).not.toContain(idNumber);
});

test('sent again has the same answer, though the city no longer knows the holder', async () => {
  const key = { 'idempotency-key': 'key-0000000000000001' };
  const first = await erase(ERASURE, key);
  gateway.fabric.onEvaluate = () => LOOKUP;
  const second = await erase(ERASURE, key);
  expect([second.status, second.body]).toEqual([201, first.body]);
});

test('a holder whom the city does not know is not found, and nothing is written', async () => {
  gateway.fabric.onEvaluate = () => LOOKUP;
  const { status, body } = await erase();
  expect([status, body['code']]).toEqual([404, 'HOLDER_NOT_FOUND']);
  expect(gateway.fabric.calls).toHaveLength(1);
});

test('a holder who has been erased already is told', async () => {
  gateway.fabric.onSubmit = () => {
    throw new FabricFailure('HOLDER_ERASED', { stage: 'endorse' });
  };
  expect((await erase()).body['code']).toBe('HOLDER_ERASED');
});

test.each([
  { ...ERASURE, idNumber: '11210112000000019X' },
  { ...ERASURE, idType: 'resident-id' },
  { ...ERASURE, reason: 'because' },
  { ...ERASURE, surprise: 1 },
])('%j is refused before anyone is asked', async (body) => {
  expect((await erase(body)).body['code']).toBe('INVALID_INPUT');
  expect(gateway.fabric.calls).toEqual([]);
});

test('what is left is asked of the own organisation', async () => {
  const actor = { mspId: 'CityMSP', division: '210100', department: '11210100000000019F', role: 'admin' };
  const erasure = { schema: 'erasure/1', holderRef: HOLDER_REF, reason: 'ON_REQUEST', ...actor, recordedAt: '2026-02-01T00:00:00.000Z', txId: TX };
  const state = { schema: 'erasure-state/1', erasure, organisations: [{ mspId: 'HepingMSP', remaining: 1 }] };
  gateway.fabric.onEvaluate = () => state;
  const { status, body } = await gateway.ask(`/v1/erasures/${HOLDER_REF}`, { headers: { authorization } });
  expect([status, body]).toEqual([200, state]);
  expect(gateway.fabric.calls[0]).toMatchObject({ transaction: 'holder:getErasure', endorsers: ['CityMSP'] });
});
