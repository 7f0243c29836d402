import { Webhook } from 'standardwebhooks';

import { telling } from '../testing/sample-records';
import { startTestGateway, type TestAnswer, type TestGateway } from '../testing/test-gateway';
import { until } from '../testing/until';
import { startReceiver, type WebhookReceiver } from '../testing/webhook-receiver';

const PATH = '/v1/webhooks';

let gateway: TestGateway;
let receiver: WebhookReceiver;
let admin: Record<string, string>;

beforeEach(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  admin = { authorization: `Bearer ${await gateway.issuer.sign({ role: 'admin' })}` };
  await gateway.ask('/v1/licenses');
});

afterEach(async () => {
  await gateway.stop();
  await receiver.stop();
});

function ask(method: string, path: string, body?: object): Promise<TestAnswer> {
  return gateway.ask(path, { method, headers: admin, ...(body && { body: JSON.stringify(body) }) });
}

async function add(body: object = {}): Promise<{ id: string; secret: string }> {
  const answer = await ask('POST', PATH, { url: receiver.url, ...body });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; secret: string };
}

async function deadLettersOf(id: string): Promise<Record<string, unknown>[]> {
  return (await ask('GET', `${PATH}/${id}/dead-letters`)).body['items'] as Record<string, unknown>[];
}

function push(count: number, kind = 'license-issued'): void {
  for (let index = 0; index < count; index += 1) {
    gateway.blocks.push(telling({ kind }));
  }
}

function idsOf(messages: readonly { readonly body: string }[]): string[] {
  return messages.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id);
}

test('a receiver that fails three times gets everything, in order, once taken, and signed as Standard Webhooks says', async () => {
  const { secret } = await add();
  const turnedAway = new Map<string, number>();
  receiver.answer = ({ headers }) => {
    const id = String(headers['webhook-id']);
    turnedAway.set(id, (turnedAway.get(id) ?? 0) + 1);
    return (turnedAway.get(id) ?? 0) <= 3 ? 500 : 204;
  };
  push(4);
  await until(() => receiver.taken.length === 4);
  expect(idsOf(receiver.taken)).toEqual(['1.0.0', '2.0.0', '3.0.0', '4.0.0']);
  expect([...turnedAway]).toEqual([1, 2, 3, 4].map((block) => [`event_${String(block)}_0_0`, 4]));
  for (const { headers, body } of receiver.messages) {
    const message = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(message).toMatchObject({ type: 'license-issued', data: { schema: 'change-event/1', change: { kind: 'license-issued' } } });
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow('signature');
  }
});

test('an event that is never taken becomes a dead letter, what comes behind it goes on, and it can be delivered again', async () => {
  const { id } = await add();
  receiver.answer = ({ body }) => (body.includes('"1.0.0"') ? 302 : 200);
  push(2);
  await until(() => receiver.taken.length === 1);
  expect(idsOf(receiver.taken)).toEqual(['2.0.0']);
  expect(await deadLettersOf(id)).toEqual([{ id: '1.0.0', attempts: 4, reason: 'status-302', failedAt: expect.any(String), queued: false }]);
  const again = { ids: ['1.0.0', '9.9.9'] };
  expect((await ask('POST', `${PATH}/${id}/redeliveries`, again)).body).toEqual({ schema: 'redelivery/1', queued: 1 });
  await until(async () => (await deadLettersOf(id))[0]?.['attempts'] === 5);
  receiver.answer = () => 200;
  expect((await ask('POST', `${PATH}/${id}/redeliveries`, {})).status).toBe(202);
  await until(async () => (await deadLettersOf(id)).length === 0);
  expect(idsOf(receiver.taken)).toEqual(['2.0.0', '1.0.0']);
});

test('a receiver that never answers holds up nobody else', async () => {
  const silent = await startReceiver();
  silent.answer = () => 'silent';
  await add({ url: silent.url });
  await add();
  push(20);
  await until(() => receiver.taken.length === 20);
  expect(silent.taken).toEqual([]);
  await silent.stop();
});

test('only the kinds that are wanted are brought, only what the organisation may see, and only from now on', async () => {
  push(1);
  await until(async () => ((await gateway.ask('/v1/licenses')).body['index'] as { block: number }).block === 1);
  const { id } = await add({ kinds: ['license-used'] });
  push(1);
  gateway.blocks.push(
    { ...telling({ kind: 'license-used', licenseMspId: 'ShenheMSP' }), mspId: 'HunnanMSP' },
    { ...telling({ kind: 'license-used', licenseMspId: 'HepingMSP' }), mspId: 'HunnanMSP' },
  );
  await until(() => receiver.taken.length === 1);
  expect(idsOf(receiver.messages)).toEqual(['3.1.0']);
  const { body } = await ask('GET', PATH);
  expect(body['items']).toMatchObject([{ id, kinds: ['license-used'], position: '3.1.0', attempts: 0 }]);
  expect(JSON.stringify(body)).not.toContain('whsec_');
});

test('a webhook that was removed gets nothing more', async () => {
  const { id } = await add();
  expect((await ask('DELETE', `${PATH}/${id}`)).status).toBe(200);
  const other = await add();
  push(3);
  await until(() => receiver.taken.length === 3);
  const { body } = await ask('GET', PATH);
  expect((body['items'] as { id: string }[]).map((item) => item.id)).toEqual([other.id]);
});

test('there are no more webhooks than allowed', async () => {
  for (let count = 0; count < 20; count += 1) {
    await add();
  }
  const { status, body } = await ask('POST', PATH, { url: receiver.url });
  expect([status, body['code']]).toEqual([409, 'WEBHOOKS_FULL']);
});

test('an address that is not allowed is refused by its reason', async () => {
  const { status, body } = await ask('POST', PATH, { url: 'http://example.com/' });
  expect([status, body['code'], body['details']]).toEqual([400, 'WEBHOOK_URL_NOT_ALLOWED', { reason: 'scheme' }]);
});

test.each([
  ['POST', PATH, { url: 'https://example.com/' }],
  ['GET', PATH, undefined],
  ['DELETE', `${PATH}/${'0'.repeat(32)}`, undefined],
  ['GET', `${PATH}/${'0'.repeat(32)}/dead-letters`, undefined],
  ['POST', `${PATH}/${'0'.repeat(32)}/redeliveries`, {}],
])('%s %s is for administrators', async (method, path, body) => {
  const { status, body: problem } = await gateway.ask(path, { method, ...(body && { body: JSON.stringify(body) }) });
  expect([status, problem['code']]).toEqual([403, 'FORBIDDEN_ROLE']);
});

test.each([
  ['DELETE', `${PATH}/${'0'.repeat(32)}`, undefined],
  ['GET', `${PATH}/${'0'.repeat(32)}/dead-letters`, undefined],
  ['POST', `${PATH}/${'0'.repeat(32)}/redeliveries`, {}],
])('%s of a webhook that is not there is refused', async (method, path, body) => {
  const { status, body: problem } = await ask(method, path, body);
  expect([status, problem['code']]).toEqual([404, 'WEBHOOK_NOT_FOUND']);
});
