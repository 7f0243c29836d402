import { statSync } from 'node:fs';
import { join } from 'node:path';

import type { Kysely } from 'kysely';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { openDatabase } from './open-database';

interface Tables {
  readonly thing: { readonly id: number; readonly bytes: Uint8Array; readonly size: number };
}

const migrations = () => ({
  '0001': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('thing')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('bytes', 'blob')
        .addColumn('size', 'bigint')
        .execute();
    },
  },
});

const folder = newTemporaryFolder();
let made = 0;

function newStateDir(): string {
  made += 1;
  return join(folder, String(made));
}

describe('a database in a file', () => {
  it('keeps what was committed, bytes and large numbers too, and only for its owner', async () => {
    const stateDir = newStateDir();
    const options = { name: 'sample', stateDir, durability: 'full', migrations } as const;
    const first = await openDatabase<Tables>(options);
    await first.db.insertInto('thing').values({ id: 1, bytes: Buffer.from([0, 255]), size: 2 ** 40 }).execute();
    await first.close();
    const second = await openDatabase<Tables>(options);
    const row = await second.db.selectFrom('thing').selectAll().executeTakeFirstOrThrow();
    await second.close();
    expect({ ...row, bytes: Buffer.from(row.bytes).toString('hex') }).toEqual({ id: 1, bytes: '00ff', size: 2 ** 40 });
    expect(statSync(join(stateDir, 'sample.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('undoes a transaction that fails', async () => {
    const database = await openDatabase<Tables>({ name: 'sample', stateDir: newStateDir(), durability: 'full', migrations });
    const failing = database.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('thing').values({ id: 1, bytes: Buffer.alloc(1), size: 1 }).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await database.db.selectFrom('thing').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('says which tables cannot be made', async () => {
    const broken = () => ({ '0001': { up: () => Promise.reject(new Error('on purpose')) } });
    const opening = openDatabase({ name: 'sample', stateDir: newStateDir(), durability: 'full', migrations: broken });
    await expect(opening).rejects.toThrow('The tables of sample cannot be made');
  });
});
