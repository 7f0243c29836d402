import { join } from 'node:path';

import { type Database, openDatabase } from '../database';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { type Change, newBatchCommit } from './commit-batch';
import { outboxMigrations, type OutboxTables } from './tables';

const folder = newTemporaryFolder();
let database: Database<OutboxTables>;
let commits: number;

beforeEach(async () => {
  const stateDir = join(folder, expect.getState().currentTestName ?? '');
  database = await openDatabase({ name: 'outbox', stateDir, durability: 'full', migrations: outboxMigrations });
  commits = 0;
  const begin = database.db.transaction.bind(database.db);
  jest.spyOn(database.db, 'transaction').mockImplementation(() => {
    commits++;
    return begin();
  });
});

afterEach(async () => {
  await database.close();
});

function insert(key: string): Change<void> {
  return async (db) => {
    const row = { caller: 'c', key, name: 'n', request_hash: 'h', state: 'received', attempts: 0 } as const;
    const rest = { seed: null, tx_id: null, envelope: null, expires_at: null, outcome: null, lease_owner: null };
    await db.insertInto('outbox_request').values({ ...row, ...rest, lease_until: 0, created_at: 0, updated_at: 0 }).execute();
  };
}

async function keys(): Promise<string[]> {
  const rows = await database.db.selectFrom('outbox_request').select('key').orderBy('key').execute();
  return rows.map(({ key }) => key);
}

test('changes that arrive together share a transaction', async () => {
  const commit = newBatchCommit(database.db);
  await Promise.all(['a', 'b', 'c', 'd'].map((key) => commit(insert(key))));
  expect(await keys()).toEqual(['a', 'b', 'c', 'd']);
  expect(commits).toBe(1);
});

test('a change that fails takes none of the others with it, and each learns its own result', async () => {
  const commit = newBatchCommit(database.db);
  const results = await Promise.allSettled(
    ['a', 'b', 'a', 'c'].map((key) => commit(async (db) => insert(key)(db).then(() => key))),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await keys()).toEqual(['a', 'b', 'c']);
});

test('a change that comes later is not lost', async () => {
  const commit = newBatchCommit(database.db);
  await commit(insert('a'));
  await Promise.all([commit(insert('b')), commit(insert('c'))]);
  expect(await keys()).toEqual(['a', 'b', 'c']);
});
