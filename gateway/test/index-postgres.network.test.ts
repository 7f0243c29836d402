import pino from 'pino';
import { Registry } from 'prom-client';

import { openWebhooks } from '../src/events/webhooks';
import { FakeBlocks } from '../src/testing/fake-blocks';
import { newLicenseRecord, telling, writing } from '../src/testing/sample-records';
import { findInModel, newFilters, newLicenses, readAll } from '../src/testing/search-model';
import { newTemporaryFolder } from '../src/testing/temporary-folder';
import { openTestIndex, type TestIndex } from '../src/testing/test-index';
import { until } from '../src/testing/until';
import { startReceiver } from '../src/testing/webhook-receiver';
import { newLease } from '../src/database';
import { computeIndexDigest, openIndexDatabase, type IndexDigest } from '../src/ledger-index';
import { startPostgres, type TestPostgres } from './support/postgres';

const SECONDS = 1_000;
const LATER = '2027-01-01T00:00:00.000Z';
const HEPING = { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' };
const WEBHOOK_TIMES = { refreshMs: 20, deliveryMs: 500, firstPauseMs: 5, longestPauseMs: 20, maxAttempts: 4, leaseMs: 5_000 };
const licenses = newLicenses(120);
const stateDir = newTemporaryFolder();

let postgres: TestPostgres;
let blocks: FakeBlocks;
const open: TestIndex[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  blocks = new FakeBlocks();
  for (let from = 0; from < licenses.length; from += 25) {
    blocks.push({ ...writing(...licenses.slice(from, from + 25)), ...telling({ kind: 'license-issued' }, { kind: 'another' }) });
  }
}, 60 * SECONDS);

afterEach(async () => {
  await Promise.all(open.splice(0).map((index) => index.close()));
});

afterAll(async () => {
  await postgres.stop();
}, 30 * SECONDS);

async function openIndex(url?: string): Promise<TestIndex> {
  const index = await openTestIndex({ stateDir, blocks, ...(url !== undefined && { url }) });
  open.push(index);
  return index;
}

async function digestOf(url?: string): Promise<IndexDigest> {
  const database = await openIndexDatabase({ stateDir, ...(url !== undefined && { database: { url } }) });
  try {
    return await computeIndexDigest(database);
  } finally {
    await database.close();
  }
}

describe('an index on a PostgreSQL server', () => {
  it('finds what a model finds, for every combination of filters, in the same order, page by page', async () => {
    const index = await openIndex(postgres.url);
    await index.caughtUp();
    for (const filter of newFilters(licenses.length)) {
      const found = await readAll((search) => index.search(search), filter, 7);
      expect([filter, found]).toEqual([filter, findInModel(licenses, filter)]);
    }
  }, 60 * SECONDS);

  it('has the same digest as one in SQLite', async () => {
    await Promise.all([(await openIndex()).caughtUp(), (await openIndex(postgres.url)).caughtUp()]);
    const digest = await digestOf(postgres.url);
    expect(digest).toMatchObject({ block: 5, licenses: 120, events: 10 });
    await expect(digestOf()).resolves.toEqual(digest);
  }, 60 * SECONDS);

  it('is written by one of several processes and searched by all, and another takes over when that one is gone', async () => {
    const from = blocks.follows.length;
    const all = await Promise.all([1, 2, 3].map(() => openIndex(postgres.url)));
    blocks.push(writing(newLicenseRecord({ serial: 'NEW1', recordedAt: LATER })));
    await Promise.all(all.map((index) => index.caughtUp()));
    expect(blocks.follows.slice(from)).toEqual([6]);
    for (let round = 0; round < 2; round += 1) {
      const before = blocks.follows.length;
      // The writer is not known by name: closing all but one leaves the last.
      await open.shift()?.close();
      blocks.push(writing(newLicenseRecord({ serial: `NEXT${String(round)}`, recordedAt: LATER })));
      await Promise.all(open.map((index) => index.caughtUp()));
      expect(blocks.follows.length - before).toBeLessThanOrEqual(1);
    }
    const found = await Promise.all(open.map((index) => index.search({ filter: { recordedFrom: LATER }, pageSize: 100 })));
    expect(found.map(({ items, index }) => [items.length, index.block])).toEqual([[3, 8]]);
  }, 60 * SECONDS);

  it('tells of every event in order at each process', async () => {
    const indexes = await Promise.all([1, 2].map(() => openIndex(postgres.url)));
    blocks.push(telling({ kind: 'license-operated' }));
    await Promise.all(indexes.map((index) => index.caughtUp()));
    const read = await Promise.all(indexes.map((index) => index.events.after({ block: 0, tx: 0, n: 0 }, 100)));
    expect(read.map((events) => events.length)).toEqual([11, 11]);
    expect(read[1]?.map(({ position }) => position)).toEqual(read[0]?.map(({ position }) => position));
  }, 60 * SECONDS);

  it('lets two processes race without a gap or a double: the checkpoint decides', async () => {
    const before = await digestOf(postgres.url);
    const database = await openIndexDatabase({ stateDir, database: { url: postgres.url } });
    const writers = await Promise.all([1, 2].map(() => openIndex(postgres.url)));
    const steal = newLease(database, { table: 'index_lease', name: 'writer', owner: 'thief', ttlMs: 1 });
    for (let round = 0; round < 20; round += 1) {
      blocks.push(telling({ kind: 'license-operated' }));
      await database.db.deleteFrom('index_lease').execute();
      await steal.hold();
    }
    await Promise.all(writers.map((index) => index.caughtUp()));
    await database.close();
    await expect(digestOf(postgres.url)).resolves.toMatchObject({ block: before.block + 20, events: before.events + 20 });
  }, 60 * SECONDS);

  it('has webhooks delivered by one of several processes, in order, and by another when that one is gone', async () => {
    const receiver = await startReceiver();
    const index = await openIndex(postgres.url);
    const config = { stateDir, database: { url: postgres.url }, webhooks: { allowPrivate: true }, organisation: HEPING };
    const parts = { config, feed: index.events, log: pino({ level: 'silent' }), times: WEBHOOK_TIMES };
    const [first, second] = await Promise.all([1, 2].map(() => openWebhooks({ ...parts, registry: new Registry() })));
    await index.caughtUp();
    await first?.store.add({ url: receiver.url, kinds: null, after: await index.events.last() });
    const next = blocks.blocks.length;
    for (let count = 0; count < 10; count += 1) {
      blocks.push(telling({ kind: 'license-issued' }));
    }
    await until(() => receiver.taken.length === 10);
    await first?.close();
    blocks.push(telling({ kind: 'license-issued' }));
    await until(() => receiver.taken.length === 11);
    await second?.close();
    const ids = receiver.taken.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array.from({ length: 11 }, (_, count) => `event_${String(next + count)}_0_0`));
    await receiver.stop();
  }, 60 * SECONDS);
});
