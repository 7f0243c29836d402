import { setTimeout as delay } from 'node:timers/promises';

import type { Kysely } from 'kysely';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { createLeaseTable, type Database, type Lease, type LeaseRow, newLease, openDatabase } from './index';

interface Tables {
  readonly lease: LeaseRow;
}

const stateDir = newTemporaryFolder();
let database: Database<Tables>;

beforeAll(async () => {
  const migrations = () => ({ '0001': { up: (db: Kysely<unknown>) => createLeaseTable(db, 'lease') } });
  database = await openDatabase<Tables>({ name: 'lease', stateDir, durability: 'normal', migrations });
});

afterAll(async () => {
  await database.close();
});

function newOwner(name: string, owner: string, ttlMs = 60_000): Lease {
  return newLease(database, { table: 'lease', name, owner, ttlMs });
}

test('a lease is held by one owner, who keeps it', async () => {
  const [one, other] = [newOwner('a', 'one'), newOwner('a', 'other')];
  expect(await one.hold()).toBe(true);
  expect(await other.hold()).toBe(false);
  expect(await one.hold()).toBe(true);
});

test('a lease that was given back is free, and only its owner gives it back', async () => {
  const [one, other] = [newOwner('b', 'one'), newOwner('b', 'other')];
  await one.hold();
  await other.release();
  expect(await other.hold()).toBe(false);
  await one.release();
  expect(await other.hold()).toBe(true);
});

test('a lease of an owner who is silent for too long is free', async () => {
  const [one, other] = [newOwner('c', 'one', 1), newOwner('c', 'other')];
  await one.hold();
  await delay(10);
  expect(await other.hold()).toBe(true);
  expect(await one.hold()).toBe(false);
});

test('leases of different names are apart', async () => {
  expect(await newOwner('d', 'one').hold()).toBe(true);
  expect(await newOwner('e', 'other').hold()).toBe(true);
});
