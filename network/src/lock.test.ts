import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processesOfTest } from '../test/support/processes';
import { temporaryFolders } from '../test/support/temporary-folder';
import { withLock } from './lock';
import { identify } from './processes/identity';

const folder = temporaryFolders();
const processes = processesOfTest();
const work = () => Promise.resolve('done');

it('a second command on the same state is refused, by the number of the process that is at work', async () => {
  const state = folder();
  const other = await processes.start('exec sleep 60');
  writeFileSync(path.join(state, 'lock.json'), JSON.stringify(identify(other.pid)));
  const message = `another command (process ${String(other.pid)}) is changing the network of ${state}; wait until it has ended, then try again`;
  await expect(withLock(state, work)).rejects.toMatchObject({ code: 'STATE_LOCKED', message });
  expect(readdirSync(state)).toEqual(['lock.json']);
});

it('of two at the same time one works', async () => {
  const state = folder();
  const results = await Promise.allSettled([withLock(state, work), withLock(state, work)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('while the work goes on, the lock tells whose it is; afterwards nothing is left', async () => {
  const state = folder();
  await withLock(state, () => {
    expect(JSON.parse(readFileSync(path.join(state, 'lock.json'), 'utf8'))).toEqual(identify(process.pid));
    return Promise.resolve();
  });
  expect(readdirSync(state)).toEqual([]);
});

it('work that fails leaves no lock', async () => {
  const state = folder();
  await expect(withLock(state, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(withLock(state, work)).resolves.toBe('done');
});

describe('a lock counts for nothing', () => {
  it.each([
    ['when its process has ended', async () => {
      const child = await processes.start('exec sleep 60');
      const identity = identify(child.pid);
      child.kill('SIGKILL');
      await once(child, 'exit');
      return JSON.stringify(identity);
    }],
    ['when its process id is another process by now', () => Promise.resolve(JSON.stringify({ pid: process.pid, startTicks: '1' }))],
    ['when it cannot be read', () => Promise.resolve('')],
  ])('%s', async (_when, content) => {
    const state = folder();
    writeFileSync(path.join(state, 'lock.json'), await content());
    await expect(withLock(state, work)).resolves.toBe('done');
    expect(readdirSync(state)).toEqual([]);
  });
});
