import { type EventReader, readEvents } from '../testing/read-events';
import { licenseKeyOf, telling } from '../testing/sample-records';
import { IDENTIFIER, TYPE } from '../testing/sample-order';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';
import { until } from '../testing/until';

let gateway: TestGateway;
let authorization: string;
const readers: EventReader[] = [];

beforeEach(async () => {
  gateway = await startTestGateway();
  authorization = `Bearer ${await gateway.issuer.sign()}`;
});

afterEach(async () => {
  readers.splice(0).forEach((reader) => { reader.close(); });
  await gateway.stop();
});

async function open(query = '', headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = await readEvents(`${gateway.url}/v1/events${query}`, { authorization, ...headers });
  readers.push(reader);
  await until(() => reader.lastId !== undefined || reader.status !== 200);
  return reader;
}

function idsOf({ events }: EventReader): string[] {
  return events.map(({ id }) => id);
}

const issued = { kind: 'license-issued', identifier: IDENTIFIER };

test('a stream begins with what comes next, and tells what changed, where, when and by whom', async () => {
  gateway.blocks.push(telling(issued));
  await gateway.ask('/v1/licenses');
  const reader = await open();
  const { transactions } = gateway.blocks.push(telling(issued, { kind: 'license-type-registered', code: TYPE }));
  await until(() => reader.events.length === 2);
  const [transaction] = transactions;
  expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(reader.events).toEqual([
    {
      id: '2.0.0',
      name: 'message',
      data: { schema: 'change-event/1', id: '2.0.0', txId: transaction?.txId, mspId: 'HepingMSP', recordedAt: transaction?.time, change: issued },
    },
    expect.objectContaining({ id: '2.0.1' }),
  ]);
});

test('a stream that broke goes on behind the last event, and loses and doubles nothing', async () => {
  const seen: string[] = [];
  let reader = await open('?after=0.0.0');
  for (let round = 0; round < 5; round += 1) {
    gateway.blocks.push(telling(issued), telling(issued));
    const expected = 2;
    await until(() => reader.events.length >= expected);
    seen.push(...idsOf(reader));
    reader.close();
    gateway.blocks.push();
    reader = await open('', { 'last-event-id': seen.at(-1) ?? '' });
  }
  expect(seen).toEqual([1, 3, 5, 7, 9].flatMap((block) => [`${String(block)}.0.0`, `${String(block)}.1.0`]));
});

test('filters by kind, type and issuer apply together', async () => {
  const streams = await Promise.all([open(`?after=0.0.0&kind=license-issued,license-operated&type=${TYPE}`), open('?after=0.0.0&issuer=11210112000000019U')]);
  gateway.blocks.push(telling({ kind: 'license-type-registered', code: TYPE }, { kind: 'license-operated', identifier: IDENTIFIER }, { kind: 'license-imported', type: TYPE, issuer: '11210112000000019U' }));
  await until(() => streams.every(({ events }) => events.length > 0));
  expect(streams.map(idsOf)).toEqual([['1.0.1'], ['1.0.2']]);
});

test('what concerns others is not told, and kinds that are not known are told to the one that acted', async () => {
  const reader = await open('?after=0.0.0');
  const use = { kind: 'license-used', licenseMspId: 'ShenheMSP', granteeMspId: 'HunnanMSP' };
  gateway.blocks.push(
    { ...telling(use), mspId: 'HunnanMSP' },
    { ...telling({ ...use, licenseMspId: 'HepingMSP' }), mspId: 'HunnanMSP' },
    { ...telling({ kind: 'something-new' }), mspId: 'HunnanMSP' },
    { ...telling({ kind: 'something-new' }), mspId: 'HepingMSP' },
    { ...telling(issued), mspId: 'HunnanMSP' },
  );
  await until(() => reader.events.length === 3);
  expect(idsOf(reader)).toEqual(['1.1.0', '1.3.0', '1.4.0']);
});

test('there are no more streams than allowed, and one that ends makes room', async () => {
  const perCaller = { concurrency: 2, perSecond: 100, burst: 100 };
  await gateway.stop();
  gateway = await startTestGateway({ limits: { stream: { concurrency: 3, perCaller } } });
  authorization = `Bearer ${await gateway.issuer.sign()}`;
  const [first] = await Promise.all([open(), open()]);
  const { status, body } = await gateway.ask('/v1/events');
  expect([status, body['code']]).toEqual([429, 'RATE_LIMITED']);
  first.close();
  await until(async () => (await open()).status === 200);
});

test.each(['?after=1', '?kind=', '?kind=A', '?type=x', '?surprise=1'])('%s is refused', async (query) => {
  const { status, body } = await gateway.ask(`/v1/events${query}`);
  expect([status, body['code']]).toEqual([400, 'INVALID_INPUT']);
});

test('a gateway that stops tells its readers', async () => {
  const reader = await open();
  await gateway.stop();
  await reader.ended;
  expect(reader.events.at(-1)).toMatchObject({ name: 'end', data: { reason: 'shutdown' } });
  gateway = await startTestGateway();
});

test('a search by identity number asks the city, and answers with what the holder has', async () => {
  gateway.fabric.onEvaluate = () => ({ schema: 'holder-lookup/1', key: 'cd'.repeat(32), keyVersion: 1, value: null });
  gateway.blocks.push({ writes: [{ key: licenseKeyOf({ type: TYPE, issuer: 'A', serial: 'B' }), value: '{}' }] });
  const { status, body } = await gateway.ask('/v1/holder-searches', { method: 'POST', body: '{"idType":"uscc","idNumber":"11210112000000019U"}' });
  expect([status, body]).toMatchObject([200, { schema: 'license-search/1', items: [], bookmark: null }]);
  expect(gateway.fabric.calls[0]).toMatchObject({ transaction: 'license:findHolder', endorsers: ['CityMSP'] });
});
