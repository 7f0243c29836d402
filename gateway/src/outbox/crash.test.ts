import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startPostgres, type TestPostgres } from '../../test/support/postgres';
import { FakeChain, type Moment } from '../testing/fake-chain';
import { CALLER, type OutboxProcess, startOutboxProcess } from '../testing/outbox-process';
import { newTemporaryFolder } from '../testing/temporary-folder';

const KEY = 'key-0000000000000001';
const MINUTE = 60_000;

const folder = newTemporaryFolder();
let rounds = 0;
let postgres: TestPostgres;
let chain: FakeChain;
let stateDir: string;
const started: OutboxProcess[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);

afterAll(async () => {
  await postgres.stop();
});

beforeEach(() => {
  chain = new FakeChain();
  stateDir = join(folder, String(rounds++));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ database }) => database.close()));
});

async function start(url?: string, clock = 0): Promise<OutboxProcess> {
  const process = await startOutboxProcess({ chain, stateDir, url, now: () => Date.now() + clock });
  started.push(process);
  return process;
}

/** A process that stops for ever when it reaches the moment, and the promise that it does. */
async function startDoomed(moment: Moment, url?: string): Promise<{ process: OutboxProcess; dead: Promise<void> }> {
  const process = await start(url);
  const dead = new Promise<void>((resolve) => {
    process.port.at = (reached) => {
      if (reached !== moment) {
        return;
      }
      resolve();
      return new Promise(() => undefined);
    };
  });
  return { process, dead };
}

const MOMENTS: readonly Moment[] = ['endorsing', 'endorsed', 'sending', 'sent', 'known'];

describe.each(['sqlite', 'postgres'] as const)('over %s, a write that a crash interrupts', (kind) => {
  const url = () => (kind === 'postgres' ? postgres.url : undefined);

  // One database serves all tests of a server, so each has a key of its own.
  const newKey = () => `key-${kind}-${String(rounds).padStart(12, '0')}`;

  test.each(MOMENTS)('when it is %s has one effect and one answer', async (moment) => {
    const requestId = newKey();
    const doomed = await startDoomed(moment, url());
    void doomed.process.write({ requestId });
    await doomed.dead;
    const next = await start(url(), MINUTE);
    const first = await next.write({ requestId });
    const second = await next.write({ requestId });
    expect(first).toMatchObject({ outcome: 'committed' });
    expect(second).toEqual(first);
    expect(chain.effects).toEqual([requestId]);
  });

  test.each<[Moment, string]>([
    ['endorsing', 'resend'],
    ['endorsed', 'resend'],
    ['sending', 'settled'],
    ['sent', 'settled'],
    ['known', 'settled'],
  ])('when it is %s is %s after the next process has looked at it', async (moment, state) => {
    const requestId = newKey();
    const doomed = await startDoomed(moment, url());
    void doomed.process.write({ requestId });
    await doomed.dead;
    const next = await start(url(), MINUTE);
    await next.recover();
    expect(await next.writes.find(CALLER, requestId)).toMatchObject({ state });
    expect(chain.effects).toEqual(state === 'settled' ? [requestId] : []);
  });

  test('is the next process to finish it once, even when the first wakes up again', async () => {
    const requestId = newKey();
    const slow = await start(url());
    let wake = (): void => undefined;
    const reached = new Promise<void>((resolve) => {
      slow.port.at = (moment) => {
        if (moment !== 'endorsed') {
          return;
        }
        resolve();
        return new Promise<void>((go) => {
          wake = go;
        });
      };
    });
    const late = slow.write({ requestId });
    await reached;
    const next = await start(url(), MINUTE);
    const answer = await next.write({ requestId });
    wake();
    expect(await late).toEqual(answer);
    expect(chain.effects).toEqual([requestId]);
    expect([...chain.sends.values()]).toEqual([1]);
  });

  test('is counted until its outcome is known', async () => {
    const next = await start(url(), MINUTE);
    await next.recover();
    expect(await next.store.measureBacklog()).toEqual({ requests: 0, since: null });
    const doomed = await startDoomed('sending', url());
    void doomed.process.write({ requestId: newKey() });
    await doomed.dead;
    expect(await next.store.measureBacklog()).toEqual({ requests: 1, since: expect.any(Number) as number });
    await next.recover();
    expect(await next.store.measureBacklog()).toEqual({ requests: 0, since: null });
  });

  test('is taken over by one process only', async () => {
    const requestId = newKey();
    const doomed = await startDoomed('sending', url());
    void doomed.process.write({ requestId });
    await doomed.dead;
    const others = await Promise.all([start(url(), MINUTE), start(url(), MINUTE), start(url(), MINUTE)]);
    await Promise.all(others.map((process) => process.recover()));
    expect([...chain.sends.values()]).toEqual([1]);
  });
});

test('processes that receive the same requests at once have one effect each, and give the same answers', async () => {
  const processes = await Promise.all([start(postgres.url), start(postgres.url), start(postgres.url)]);
  const keys = Array.from({ length: 20 }, (_, index) => `key-at-once-${String(index).padStart(8, '0')}`);
  const answers = await Promise.all(
    keys.map((requestId) => Promise.all(processes.flatMap((process) => [process.write({ requestId }), process.write({ requestId })]))),
  );
  for (const [first, ...others] of answers) {
    expect(others).toEqual(others.map(() => first));
  }
  expect(chain.effects.toSorted()).toEqual(keys.toSorted());
});

test('nothing of what was asked for is in the files, and nothing secret of a settled request', async () => {
  const process = await start();
  const salts: string[] = [];
  await process.write({
    requestId: KEY,
    body: { name: '张三', idNumber: '210102188103072222' },
    subject: '李四',
    toParts: (randomness) => {
      salts.push(randomness.hex(['salt'], 16));
      return { argument: { requestId: KEY } as never, transient: { private: { name: '张三' } } };
    },
  });
  const row = await process.database.db.selectFrom('outbox_request').selectAll().executeTakeFirstOrThrow();
  expect([row.seed, row.envelope]).toEqual([null, null]);
  const files = ['outbox.sqlite', 'outbox.sqlite-wal'].map((name) => readFileSync(join(stateDir, name)));
  for (const text of ['张三', '李四', '210102188103072222', ...salts]) {
    expect(files.some((bytes) => bytes.includes(text))).toBe(false);
  }
});
