import { openDatabase, type Database } from '../../database';
import { BEGINNING } from '../../ledger-index';
import { newTemporaryFolder } from '../../testing/temporary-folder';
import { webhookMigrations, type WebhookRow, type WebhookTables } from './tables';
import { newWebhookStore, type WebhookStore } from './webhook-store';

const ORDER = { url: 'https://example.com/', kinds: null, after: BEGINNING };
const NOWHERE = '0'.repeat(32);
const NEXT = { block: 1, tx: 0, n: 0 };

const stateDir = newTemporaryFolder();
let database: Database<WebhookTables>;
let store: WebhookStore;
let webhook: WebhookRow;

beforeAll(async () => {
  database = await openDatabase<WebhookTables>({ name: 'webhooks', stateDir, durability: 'full', migrations: webhookMigrations });
});

beforeEach(async () => {
  await database.db.deleteFrom('webhook').execute();
  store = newWebhookStore(database.db, 'HepingMSP');
  webhook = await store.add(ORDER);
});

afterAll(async () => {
  await database.close();
});

test('a webhook belongs to its organisation, and no other sees or removes it', async () => {
  const other = newWebhookStore(database.db, 'HunnanMSP');
  expect(await other.list()).toEqual([]);
  await expect(other.remove(webhook.id)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
  await expect(other.queue(webhook.id, undefined)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
  await expect(other.deadLetters(webhook.id, BEGINNING, 1)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
  expect(await store.list()).toEqual([webhook]);
});

test('an organisation has twenty at most', async () => {
  await Promise.all(Array.from({ length: 19 }, () => store.add(ORDER)));
  await expect(store.add(ORDER)).rejects.toMatchObject({ code: 'WEBHOOKS_FULL', details: { maxWebhooks: 20 } });
  await expect(newWebhookStore(database.db, 'HunnanMSP').add(ORDER)).resolves.toMatchObject({ msp_id: 'HunnanMSP' });
});

test('every webhook has a secret of 32 bytes of its own', async () => {
  const { secret } = await store.add(ORDER);
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  expect(secret).not.toBe(webhook.secret);
});

test('who was overtaken moves nothing and leaves no dead letter', async () => {
  expect(await store.moveOn(webhook, NEXT)).toBe(true);
  const dead = { attempts: 1, reason: 'timeout' };
  expect(await store.moveOn(webhook, { ...NEXT, block: 2 }, dead)).toBe(false);
  expect(await store.postpone(webhook, 1, 1)).toBe(false);
  expect(await store.deadLetters(webhook.id, BEGINNING, 10)).toEqual([]);
  expect(await store.list()).toMatchObject([NEXT]);
});

test('dead letters go with their webhook', async () => {
  await store.moveOn(webhook, NEXT, { attempts: 4, reason: 'timeout' });
  expect(await store.deadLetters(webhook.id, BEGINNING, 10)).toMatchObject([{ ...NEXT, attempts: 4, reason: 'timeout', queued: 0 }]);
  await store.remove(webhook.id);
  expect(await database.db.selectFrom('webhook_dead_letter').selectAll().execute()).toEqual([]);
  await expect(store.remove(NOWHERE)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
});
