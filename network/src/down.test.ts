import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../test/support/temporary-folder';
import { FOUR_ORGANISATIONS } from '../test/support/topology';
import { clean, down } from './down';
import { writeFileDurably } from './files';
import { Supervisor } from './processes/supervisor';
import { withClaimedState } from './state';
import { loadTopology } from './topology/load';
import { resolveTopology } from './topology/resolve';

const folder = temporaryFolders();

/** A network whose nodes have names that look like others'. */
function network() {
  const stateDir = path.join(folder(), 'state');
  const input = loadTopology(FOUR_ORGANISATIONS);
  const [city, ...districts] = input.organisations;
  const organisations = [{ ...city, peers: ['chaincode-1', 'node'] }, ...districts] as typeof input.organisations;
  const ordering = { ...input.ordering, orderers: ['peer0'] };
  const topology = resolveTopology({ ...input, ordering, organisations }, { stateDir, portOffset: 0 });
  const supervisor = new Supervisor(stateDir);
  return { stateDir, supervisor, topology, progress: () => undefined };
}

it('everything ends before what it depends on, whatever the nodes are called', async () => {
  const context = network();
  const inOrder = [
    ['gateway.city', 'gateway.heping'],
    ['chaincode-1.city', 'node.city', 'peer0.heping'],
    ['chaincode-12.chaincode-1.city', 'chaincode-2.node.city', 'chaincode-2.peer0.heping'],
    ['peer0.ordering'],
    ['ca-city', 'ca-heping', 'ca-ordering'],
    ['peer0.organisation-that-left'],
  ];
  const supervisor = new Supervisor(context.stateDir);
  const stopped = jest.spyOn(supervisor, 'stop');
  await withClaimedState(context.topology, () => Promise.resolve());
  for (const name of inOrder.flat()) {
    writeFileDurably(path.join(context.stateDir, 'run', `${name}.json`), JSON.stringify({ name, pid: process.pid, startTicks: '1' }));
  }
  await down({ ...context, supervisor });
  expect(stopped.mock.calls.map(([name]) => name)).toEqual(inOrder.flat());
  expect(supervisor.names()).toEqual([]);
});

it('the number of processes that ran is told, and the data stays', async () => {
  const context = network();
  const { supervisor, stateDir } = context;
  await withClaimedState(context.topology, () => Promise.resolve());
  for (const name of ['gateway.city', 'node.city']) {
    supervisor.start({ name, program: 'sleep', args: ['60'], env: process.env, cwd: stateDir });
  }
  await expect(down(context)).resolves.toBe(2);
  await expect(down(context)).resolves.toBe(0);
  expect(readdirSync(stateDir)).toEqual(['logs', 'run', 'topology.json']);
});

it('where there is no network, nothing is stopped and nothing is made', async () => {
  const context = network();
  await expect(down(context)).resolves.toBe(0);
  await expect(clean(context)).resolves.toBeUndefined();
  expect(existsSync(context.stateDir)).toBe(false);
});

it('cleaning stops what runs and removes all data', async () => {
  const context = network();
  const { supervisor, stateDir } = context;
  await withClaimedState(context.topology, () => Promise.resolve());
  const { pid } = supervisor.start({ name: 'node.city', program: 'sleep', args: ['60'], env: process.env, cwd: stateDir });
  await clean(context);
  expect(existsSync(stateDir)).toBe(false);
  expect(existsSync(`/proc/${String(pid)}/exe`)).toBe(false);
});

it('a folder that is not ours is neither stopped nor cleaned', async () => {
  const stateDir = folder();
  writeFileSync(path.join(stateDir, 'thesis.txt'), '');
  const context = { ...network(), topology: { ...network().topology, stateDir } };
  await expect(clean(context)).rejects.toMatchObject({ code: 'STATE_BROKEN' });
  await expect(down(context)).rejects.toMatchObject({ code: 'STATE_BROKEN' });
  expect(readdirSync(stateDir)).toEqual(['thesis.txt']);
});

it('nothing is stopped while another command changes the network', async () => {
  const context = network();
  await withClaimedState(context.topology, async () => {
    await expect(down(context)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
    await expect(clean(context)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
  });
});
