import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { deployChaincode } from '../src/chaincode/deploy';
import { Lifecycle } from '../src/chaincode/lifecycle';
import { genesisFile } from '../src/channel/genesis';
import { ordererFlags } from '../src/commands/fabric';
import { compactPeers } from '../src/compact';
import type { NetworkContext } from '../src/context';
import { down } from '../src/down';
import { adminCommand } from '../src/exec';
import { compactDatabases } from '../src/nodes/compact-databases';
import { waitFor } from '../src/processes/wait';
import { heights } from '../src/status/metrics';
import { networkStatus, type NodeStatus } from '../src/status/status';
import { newTemporaryNetwork, type TemporaryNetwork } from '../src/testing/temporary-network';
import { up, type UpResult } from '../src/up';
import { invoke, query } from './support/invoke';
import { copyProbe } from './support/probe';
import { recordSecrets, type RecordedSecrets } from './support/secrets';
import { FOUR_ORGANISATIONS } from './support/topology';
import { everythingUnder } from './support/walk';

const probe = copyProbe();
let network: TemporaryNetwork;
let context: NetworkContext;
let secrets: RecordedSecrets;

beforeAll(async () => {
  network = await newTemporaryNetwork(FOUR_ORGANISATIONS);
  ({ context } = network);
  secrets = recordSecrets(context);
  await expect(bringUp()).resolves.toEqual({ changed: true });
}, 180_000);

afterAll(async () => {
  await network.dispose();
  probe.remove();
}, 60_000);

async function bringUp(): Promise<UpResult> {
  return await up(context, { chaincode: probe.dir, gateways: false });
}

async function put(key: string, value: string): Promise<string> {
  return await invoke(context, { submitter: 'heping', endorsers: ['city', 'heping'], args: ['probe:put', key, value, ''] });
}

/** Process id of each process that runs. */
function pids(): Record<string, number> {
  return Object.fromEntries(context.supervisor.running().map(({ name, pid }) => [name, pid]));
}

function kill(names: readonly string[], signal: NodeJS.Signals): void {
  for (const name of names) {
    const record = context.supervisor.find(name);
    expect(record).toBeDefined();
    process.kill(record?.pid ?? Number.NaN, signal);
  }
}

async function statusOf(name: string): Promise<NodeStatus | undefined> {
  return (await networkStatus(context)).nodes.find((node) => node.name === name);
}

/** What the attempt gives, again and again, until the work has ended. */
async function during<T>(work: Promise<unknown>, attempt: () => Promise<T>): Promise<T[]> {
  const ended = new AbortController();
  const end = () => { ended.abort(); };
  void work.then(end, end);
  const results: T[] = [];
  while (!ended.signal.aborted) {
    results.push(await attempt());
  }
  return results;
}

const PEERS = ['city', 'heping', 'hunnan', 'shenhe'].map((id) => `peer0.${id}`);

describe('a network that runs', () => {
  it('has an authority for each organisation, its orderer, its peers and a chaincode server for each peer', () => {
    expect(Object.keys(pids())).toEqual(
      [...['city', 'heping', 'hunnan', 'ordering', 'shenhe'].map((id) => `ca-${id}`), ...PEERS.map((peer) => `chaincode-1.${peer}`), 'orderer0.ordering', ...PEERS].sort(),
    );
  });

  it('is not changed by a second start', async () => {
    const [before, blocks, committed] = [pids(), await heights(context.topology), await new Lifecycle(context).committed()];
    await expect(bringUp()).resolves.toEqual({ changed: false });
    expect(pids()).toEqual(before);
    await expect(heights(context.topology)).resolves.toEqual(blocks);
    await expect(new Lifecycle(context).committed()).resolves.toEqual(committed);
  }, 60_000);

  it('is changed by one command at a time', async () => {
    const results = await Promise.allSettled([bringUp(), bringUp(), down(context)]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as { code: string }).code))).toEqual([
      { changed: false },
      'STATE_LOCKED',
      'STATE_LOCKED',
    ]);
  }, 60_000);

  it('shows a chaincode server as healthy only while it answers, whatever its process id', async () => {
    const name = 'chaincode-1.peer0.city';
    await expect(statusOf(name)).resolves.toMatchObject({ healthy: true, pid: pids()[name] });
    kill([name], 'SIGSTOP');
    await expect(statusOf(name)).resolves.toMatchObject({ healthy: false, pid: pids()[name] });
    kill([name], 'SIGCONT');
    await expect(statusOf(name)).resolves.toMatchObject({ healthy: true });
  }, 60_000);

  it('gets back what has died in it, and keeps the rest as it runs', async () => {
    await expect(put('kept', 'before the deaths')).resolves.toBe('VALID');
    const before = pids();
    const victims = ['chaincode-1.peer0.hunnan', 'peer0.heping', 'ca-shenhe', 'orderer0.ordering'];
    kill(victims, 'SIGKILL');
    await expect(bringUp()).resolves.toEqual({ changed: true });
    const after = pids();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after).filter((name) => after[name] !== before[name]).sort()).toEqual([...victims].sort());
    await expect(query(context, 'heping', ['probe:get', 'kept'])).resolves.toBe('before the deaths');
    await expect(put('kept', 'after the deaths')).resolves.toBe('VALID');
  }, 120_000);

  it("compacts a peer's databases while that peer alone is away", async () => {
    const before = pids();
    await compactPeers(context, ['peer0.heping']);
    const after = pids();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['peer0.heping']);
    await expect(query(context, 'heping', ['probe:get', 'kept'])).resolves.toBe('after the deaths');
    await expect(put('compacted', 'yes')).resolves.toBe('VALID');
  }, 60_000);

  it('compacts nothing that a process has open, nor under a name that is no peer', async () => {
    const before = pids();
    const [peer] = context.topology.organisations[1]?.peers ?? [];
    assert(peer);
    await expect(compactDatabases(context, peer)).rejects.toMatchObject({ code: 'COMMAND_FAILED', message: expect.stringContaining('resource temporarily unavailable') as string });
    await expect(compactPeers(context, ['peer0.heping', 'peer9.heping'])).rejects.toMatchObject({ code: 'USAGE' });
    expect(pids()).toEqual(before);
  });
});

describe("an organisation's administrator can run every raw command", () => {
  const run = async (organisation: string, tool: string, ...args: string[]) => await context.runner.run(adminCommand(context, organisation, tool, args));

  it('peer', async () => {
    const { stdout } = await run('heping', 'peer', 'channel', 'getinfo', '--channelID', 'four');
    expect(stdout).toMatch(/^Blockchain info: \{"height":\d+/);
    const ctor = JSON.stringify({ Args: ['probe:get', 'kept'] });
    await expect(run('hunnan', 'peer', 'chaincode', 'query', '-C', 'four', '-n', 'probe', '-c', ctor)).resolves.toMatchObject({ stdout: 'after the deaths\n' });
  }, 30_000);

  it('peer, by the line that is shown, pasted into a shell', () => {
    const shown = context.runner.toShell(adminCommand(context, 'city', 'peer', ['channel', 'getinfo', '--channelID', 'four']));
    const env = { PATH: process.env['PATH'] };
    expect(execFileSync('sh', ['-c', shown], { env, encoding: 'utf8' })).toMatch(/^Blockchain info: \{"height":\d+/);
  }, 30_000);

  it('peer, at an orderer, for the organisation that orders', async () => {
    const { ordering } = context.topology;
    const [orderer] = ordering.orderers;
    const flags = orderer === undefined ? [] : ordererFlags(ordering, orderer);
    const block = path.join(context.topology.stateDir, 'fetched.block');
    await run('ordering', 'peer', 'channel', 'fetch', 'config', block, '--channelID', 'four', ...flags);
    expect(statSync(block).size).toBeGreaterThan(1000);
  }, 30_000);

  it('osnadmin', async () => {
    const { stdout } = await run('ordering', 'osnadmin', 'channel', 'list', '--channelID', 'four');
    expect(stdout).toMatch(/Status: 200[^]*"consensusRelation": "consenter"/);
  }, 30_000);

  it('configtxlator and configtxgen', async () => {
    const file = genesisFile(context.topology);
    const decoded = path.join(context.topology.stateDir, 'genesis.json');
    await run('city', 'configtxlator', 'proto_decode', '--type', 'common.Block', '--input', file, '--output', decoded);
    expect(JSON.parse(readFileSync(decoded, 'utf8'))).toMatchObject({ header: { number: '0' } });
    expect((await run('city', 'configtxgen', '-inspectBlock', file)).stdout).toContain('"CityAndDistrict"');
  }, 30_000);

  it('discover', async () => {
    const peers = await waitFor(
      async () => {
        const found = JSON.parse((await run('shenhe', 'discover', 'peers', '--channel', 'four')).stdout) as { MSPID: string }[];
        return found.length === 4 ? found : undefined;
      },
      { what: 'sight of all peers', deadline: 60_000, interval: 500 },
    );
    expect(peers.map(({ MSPID }) => MSPID).sort()).toEqual(['CityMSP', 'HepingMSP', 'HunnanMSP', 'ShenheMSP']);
  }, 90_000);

  it('fabric-ca-client', async () => {
    const { stdout } = await run('heping', 'fabric-ca-client', 'identity', 'list');
    expect(stdout).toMatch(/Name: admin\.heping,[^]*Name: peer0\.heping,/);
  }, 30_000);
});

describe('a changed chaincode', () => {
  it('takes the next sequence while the network runs and answers, and the old servers end', async () => {
    await expect(query(context, 'city', ['probe:version'])).resolves.toBe('1');
    const before = pids();
    probe.setVersion(2);
    const deployment = deployChaincode(context, probe.dir);
    const answers = await during(deployment, async () => await query(context, 'heping', ['probe:get', 'kept']));
    await expect(deployment).resolves.toMatchObject({ sequence: 2, changed: true });
    expect(new Set(answers)).toEqual(new Set(['after the deaths']));
    for (const id of ['city', 'heping', 'hunnan', 'shenhe']) {
      await expect(query(context, id, ['probe:version'])).resolves.toBe('2');
    }
    const renamed = Object.entries(before).map(([name, pid]) => [name.replace('chaincode-1.', 'chaincode-2.'), name.startsWith('chaincode-') ? expect.any(Number) : pid] as const);
    expect(pids()).toEqual(Object.fromEntries(renamed));
  }, 120_000);

  it('is deployed once', async () => {
    await expect(deployChaincode(context, probe.dir)).resolves.toMatchObject({ sequence: 2, changed: false });
    await expect(bringUp()).resolves.toEqual({ changed: false });
  }, 60_000);
});

describe('after a kill -9 of every process', () => {
  beforeAll(async () => {
    await expect(put('last', 'before the end')).resolves.toBe('VALID');
    kill(Object.keys(pids()), 'SIGKILL');
    await waitFor(() => Promise.resolve(context.supervisor.running().length === 0 ? true : undefined), { what: 'end of all', deadline: 10_000 });
  }, 60_000);

  it('a port that something else has taken meanwhile is named, and nothing is started', async () => {
    const [peer] = context.topology.organisations[1]?.peers ?? [];
    const intruder = createServer().listen(peer?.port, peer?.host);
    await once(intruder, 'listening');
    await expect(bringUp()).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`^in use by another process: 127\\.0\\.0\\.1:${String(peer?.port)} \\(for peer0\\.heping\\)\\. `)) as string,
    });
    expect(pids()).toEqual({});
    intruder.close();
    await once(intruder, 'close');
  }, 30_000);

  it('databases are compacted, and nothing is started', async () => {
    await compactPeers(context, []);
    expect(pids()).toEqual({});
  }, 30_000);

  it('a start has everything: the values, the chaincode and its sequence', async () => {
    await expect(bringUp()).resolves.toEqual({ changed: true });
    await expect(query(context, 'city', ['probe:get', 'last'])).resolves.toBe('before the end');
    await expect(query(context, 'shenhe', ['probe:get', 'kept'])).resolves.toBe('after the deaths');
    await expect(new Lifecycle(context).committed()).resolves.toMatchObject({ sequence: 2 });
    await expect(put('last', 'after the end')).resolves.toBe('VALID');
  }, 120_000);
});

it('earlier code is deployed again like any other, also under a sequence of the other parity', async () => {
  for (const [version, sequence] of [[3, 3], [1, 4]] as const) {
    probe.setVersion(version);
    await expect(deployChaincode(context, probe.dir)).resolves.toMatchObject({ sequence, changed: true });
    await expect(query(context, 'city', ['probe:version'])).resolves.toBe(String(version));
  }
}, 120_000);

describe('what a network leaves on disk and shows to others on the machine', () => {
  it('is readable by its owner only, every file of it', () => {
    const open = everythingUnder(context.topology.stateDir).filter((file) => (statSync(file).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  });

  it('has no secret in a log, in the arguments of a process or in those of a command', () => {
    const all = secrets.all();
    expect(all.length).toBeGreaterThan(40);
    const logs = Object.keys(pids()).map((name) => readFileSync(context.supervisor.logFile(name), 'utf8'));
    const processes = Object.values(pids()).map((pid) => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8'));
    const shown = [...logs, ...processes, ...secrets.commandLines()].join('\n');
    expect(all.filter((secret) => shown.includes(secret))).toEqual([]);
  });
});
