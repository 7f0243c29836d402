import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processesOfTest } from '../../test/support/processes';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { writeFileDurably } from '../files';
import { identify } from './identity';
import { Supervisor } from './supervisor';
import { waitFor } from './wait';

const folder = temporaryFolders();
const processes = processesOfTest();
const supervisors: Supervisor[] = [];

function newSupervisor() {
  const state = folder();
  const supervisor = new Supervisor(state);
  supervisors.push(supervisor);
  const start = (name: string, script: string) => supervisor.start({ name, program: 'sh', args: ['-c', script], env: process.env, cwd: state });
  const record = (name: string) => path.join(state, 'run', `${name}.json`);
  const goOn = () => { writeFileSync(path.join(state, 'go-on'), ''); };
  return { supervisor, start, record, goOn, state };
}

/** In a script: goes on when the test says so. */
const PAUSE = 'while [ ! -e go-on ]; do sleep 0.01; done';

afterEach(async () => {
  await Promise.all(supervisors.splice(0).flatMap((supervisor) => supervisor.names().map((name) => supervisor.stop(name, 2000))));
});

async function untilGone(supervisor: Supervisor, name: string): Promise<void> {
  await waitFor(() => Promise.resolve(supervisor.find(name) === undefined ? true : undefined), { what: `end of ${name}`, deadline: 5000, interval: 5 });
}

async function untilLogged(supervisor: Supervisor, name: string, text: string): Promise<void> {
  await waitFor(() => Promise.resolve(supervisor.logEnd(name).includes(text) ? true : undefined), { what: text, deadline: 5000, interval: 5 });
}

it('a process that was started is found, by another supervisor of the same state too', () => {
  const { supervisor, start, state } = newSupervisor();
  const record = start('peer0.city', 'exec sleep 60');
  expect(record).toEqual({ name: 'peer0.city', ...identify(record.pid) });
  expect(supervisor.find('peer0.city')).toEqual(record);
  expect(new Supervisor(state).running()).toEqual([record]);
});

it('a process that runs is not started twice', () => {
  const { supervisor, start } = newSupervisor();
  const record = start('peer0.city', 'exec sleep 60');
  expect(start('peer0.city', 'exec sleep 60')).toEqual(record);
  expect(supervisor.running()).toHaveLength(1);
});

it('a process that has ended is started again, under the same name', async () => {
  const { supervisor, start, goOn } = newSupervisor();
  const first = start('peer0.city', PAUSE);
  goOn();
  await untilGone(supervisor, 'peer0.city');
  const second = start('peer0.city', 'exec sleep 60');
  expect(second.pid).not.toBe(first.pid);
  expect(supervisor.find('peer0.city')).toEqual(second);
});

it('a process that has ended is started again as it was started; by another supervisor it is not', async () => {
  const { supervisor, start, goOn, state } = newSupervisor();
  const first = start('peer0.city', `${PAUSE}; rm go-on; echo ended`);
  expect(supervisor.restart('peer0.city')).toEqual(first);
  goOn();
  await untilGone(supervisor, 'peer0.city');
  const notStarted = expect.objectContaining({ code: 'NOT_RUNNING' }) as Error;
  expect(() => new Supervisor(state).restart('peer0.city')).toThrow(notStarted);
  expect(supervisor.restart('peer0.city').pid).not.toBe(first.pid);
  goOn();
  await untilLogged(supervisor, 'peer0.city', 'ended\nended');
});

it('a process id that the system has given to another process is not ours: not found, and not ended', async () => {
  const { supervisor, record } = newSupervisor();
  const other = await processes.start('exec sleep 60');
  writeFileDurably(record('peer0.city'), JSON.stringify({ name: 'peer0.city', ...identify(other.pid), startTicks: '1' }));
  expect(supervisor.find('peer0.city')).toBeUndefined();
  expect(supervisor.running()).toEqual([]);
  await supervisor.stop('peer0.city');
  expect(identify(other.pid)).toBeDefined();
  expect(supervisor.names()).toEqual([]);
});

it('only recorded processes are ended', async () => {
  const { supervisor, start } = newSupervisor();
  const other = await processes.start('exec sleep 60');
  start('peer0.city', 'exec sleep 60');
  await supervisor.stop('peer0.city');
  expect(supervisor.running()).toEqual([]);
  expect(identify(other.pid)).toBeDefined();
});

it('a process is asked by SIGTERM and may end in its own way', async () => {
  const { supervisor, start } = newSupervisor();
  start('peer0.city', `trap 'echo orderly; exit 0' TERM; echo ready; while :; do sleep 0.02; done`);
  await untilLogged(supervisor, 'peer0.city', 'ready');
  await supervisor.stop('peer0.city');
  expect(supervisor.logEnd('peer0.city')).toBe('ready\norderly');
});

it('a process that ignores SIGTERM is ended by SIGKILL after the deadline', async () => {
  const { supervisor, start, record } = newSupervisor();
  const { pid } = start('peer0.city', `trap '' TERM; echo ready; while :; do sleep 0.02; done`);
  await untilLogged(supervisor, 'peer0.city', 'ready');
  await supervisor.stop('peer0.city', 100);
  expect(identify(pid)).toBeUndefined();
  expect(() => statSync(record('peer0.city'))).toThrow('ENOENT');
});

it('death is told with the end of the log', async () => {
  const { supervisor, start, goOn } = newSupervisor();
  start('peer0.city', `${PAUSE}; for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do echo "line $n"; done; exit 1`);
  supervisor.assertAlive('peer0.city');
  goOn();
  await untilGone(supervisor, 'peer0.city');
  const told = `peer0.city is not running. The end of ${supervisor.logFile('peer0.city')}:\nline 2\n`;
  expect(() => { supervisor.assertAlive('peer0.city'); }).toThrow(expect.objectContaining({ code: 'NODE_DIED', message: expect.stringContaining(told) as string }) as Error);
});

it('the end of a log is read, however long the log is', () => {
  const { supervisor, start } = newSupervisor();
  start('peer0.city', 'exec sleep 60');
  writeFileSync(supervisor.logFile('peer0.city'), `${'x'.repeat(200_000)}\nlast\n`);
  const end = supervisor.logEnd('peer0.city', 2).split('\n');
  expect(end.at(-1)).toBe('last');
  expect(end[0]?.length).toBeLessThan(100_000);
});

it('a program that cannot be started is told, and leaves no record', () => {
  const { supervisor, state } = newSupervisor();
  const spec = { name: 'peer0.city', program: '/no/such/program', args: [], env: {}, cwd: state };
  expect(() => supervisor.start(spec)).toThrow(expect.objectContaining({ code: 'NODE_DIED', message: expect.stringContaining('/no/such/program') as string }) as Error);
  expect(supervisor.names()).toEqual([]);
});

it('log and record are readable by their owner only, and a log goes on where it ended', async () => {
  const { supervisor, start, record, goOn } = newSupervisor();
  start('peer0.city', `${PAUSE}; echo first`);
  goOn();
  await untilGone(supervisor, 'peer0.city');
  start('peer0.city', 'echo second; exec sleep 60');
  await untilLogged(supervisor, 'peer0.city', 'second');
  expect(readFileSync(supervisor.logFile('peer0.city'), 'utf8')).toBe('first\nsecond\n');
  for (const file of [record('peer0.city'), supervisor.logFile('peer0.city')]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

it('a process outlives the command that started it', async () => {
  const { supervisor, start } = newSupervisor();
  const { pid } = start('peer0.city', 'exec sleep 60');
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  expect([group, session]).toEqual([String(pid), String(pid)]);
  await supervisor.stop('peer0.city');
});

it('a zombie is not alive', async () => {
  const child = await processes.start('exit 0');
  await once(child, 'exit');
  expect(identify(child.pid)).toBeUndefined();
});
