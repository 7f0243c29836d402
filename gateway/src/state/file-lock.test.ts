import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { lockFile } from './file-lock';

const folder = newTemporaryFolder();

/** Another process that takes the lock and keeps it. */
const HOLDER = `
  const { DatabaseSync } = require('node:sqlite');
  const lock = new DatabaseSync(process.argv[1]);
  lock.exec('BEGIN EXCLUSIVE');
  console.log('locked');
  setInterval(() => lock, 1000);
`;

test('a lock has one holder at a time', async () => {
  const file = join(folder, 'one');
  const first = await lockFile(file, 0);
  expect(await lockFile(file, 0)).toBeUndefined();
  const waiting = lockFile(file, 5_000);
  first?.release();
  const second = await waiting;
  expect(second).toBeDefined();
  second?.release();
});

test('a lock ends with the process that holds it, even when that is killed', async () => {
  const file = join(folder, 'two');
  const holder = spawn(process.execPath, ['-e', HOLDER, file], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(holder.stdout, 'data');
  expect(await lockFile(file, 0)).toBeUndefined();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = await lockFile(file, 0);
  expect(lock).toBeDefined();
  lock?.release();
});
