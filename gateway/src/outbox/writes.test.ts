import { join } from 'node:path';

import { CodedError } from '@shengjing/core';

import { FabricFailure } from '../fabric';
import { FakeChain } from '../testing/fake-chain';
import { CALLER, type OutboxProcess, startOutboxProcess, type TestWrite } from '../testing/outbox-process';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { until } from '../testing/until';

const KEY = 'key-0000000000000001';
const DAY = 24 * 3_600_000;

/** Longer than any test takes, and so short that a test can wait for it. */
const PATIENCE = { long: 60_000, short: 300 };

const folder = newTemporaryFolder();
let rounds = 0;
let chain: FakeChain;
let process: OutboxProcess;
let clock: number;

beforeEach(async () => {
  chain = new FakeChain();
  clock = 0;
  process = await start();
  // No pause between two transactions is worth waiting for.
  jest.spyOn(Math, 'random').mockReturnValue(0.001);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await process.database.close();
});

function start({ writeMs = PATIENCE.long, maxUnresolved = 10_000 } = {}): Promise<OutboxProcess> {
  const stateDir = join(folder, String(rounds++));
  return startOutboxProcess({ chain, stateDir, now: () => Date.now() + clock, writeMs, maxUnresolved });
}

async function becomeImpatient(): Promise<void> {
  await process.database.close();
  process = await start({ writeMs: PATIENCE.short });
}

function find() {
  return process.writes.find(CALLER, KEY);
}

async function codeOf(write: TestWrite = {}): Promise<string> {
  return process.write(write).then(
    () => 'none',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
}

/** Invalidates the first transactions as if others had been faster. */
function loseRaces(count: number, validationCode = 'MVCC_READ_CONFLICT'): void {
  let left = count;
  process.port.at = (moment, txId) => {
    if (moment === 'endorsed' && left-- > 0) {
      chain.invalidate(txId, validationCode);
    }
  };
}

/** Lets the time of a lease pass; what this process still has is renewed meanwhile. */
async function outliveLeases(): Promise<void> {
  clock += 5_000;
  await process.store.renewLeases();
  clock += 5_000;
}

describe('the signed transaction', () => {
  test('is stored before it is sent', async () => {
    const seen: unknown[] = [];
    process.port.at = async (moment, txId) => {
      if (moment === 'sending') {
        const row = await process.database.db.selectFrom('outbox_request').selectAll().executeTakeFirstOrThrow();
        seen.push([row.state, row.tx_id === txId, row.envelope !== null]);
      }
    };
    await process.write();
    expect(seen).toEqual([['prepared', true, true]]);
  });

  test('is sent again, the very same, until the ledger knows it', async () => {
    let sends = 0;
    process.port.at = (moment) => {
      if (moment === 'sending' && sends++ === 0) {
        throw new FabricFailure('COMMIT_UNKNOWN', { stage: 'submit', retry: 'same-transaction' });
      }
    };
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    expect(sends).toBe(2);
    expect([...chain.sends.values()]).toEqual([1]);
  });

  test('is not sent when it cannot be stored, and the key is free again', async () => {
    process.port.at = async (moment) => {
      if (moment === 'endorsed') {
        await process.database.db.schema.alterTable('outbox_request').renameTo('gone').execute();
      }
    };
    expect(await codeOf()).toContain('no such table');
    expect(chain.sends.size).toBe(0);
    await process.database.db.schema.alterTable('gone').renameTo('outbox_request').execute();
    process.port.at = () => undefined;
    clock = 60_000;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
  });
});

describe('lost races', () => {
  test.each(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'])(
    'of validation code %s lead to a new transaction with the same random values',
    async (validationCode) => {
      const salts = new Set<string>();
      loseRaces(2, validationCode);
      const outcome = await process.write({
        toParts: (randomness) => {
          salts.add(randomness.hex(['salt'], 16));
          return { argument: { requestId: KEY } as never };
        },
      });
      expect(outcome).toMatchObject({ outcome: 'committed' });
      expect(salts.size).toBe(1);
      expect(chain.effects).toEqual([KEY]);
    },
  );

  test('without end are WRITE_CONFLICT, and the same request may be sent again', async () => {
    loseRaces(Infinity);
    expect(await codeOf()).toBe('WRITE_CONFLICT');
    expect(await find()).toBeUndefined();
    process.port.at = () => undefined;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
  });
});

describe('a failure before anything was sent', () => {
  test('is not tried again, frees the key, and forgets the random values', async () => {
    const salts: string[] = [];
    const toParts: TestWrite['toParts'] = (randomness) => {
      salts.push(randomness.hex(['salt'], 16));
      throw new CodedError('ATTRIBUTE_INVALID');
    };
    expect(await codeOf({ toParts })).toBe('ATTRIBUTE_INVALID');
    expect(await find()).toBeUndefined();
    expect(await codeOf({ toParts, body: { corrected: true } })).toBe('ATTRIBUTE_INVALID');
    expect(new Set(salts).size).toBe(2);
  });

  test('is shared by those who sent the same at once', async () => {
    let tries = 0;
    process.port.at = (moment) => {
      if (moment === 'endorsing') {
        tries++;
        throw new FabricFailure('TYPE_EXISTS', { stage: 'endorse' });
      }
    };
    expect(await Promise.all([codeOf(), codeOf(), codeOf()])).toEqual(['TYPE_EXISTS', 'TYPE_EXISTS', 'TYPE_EXISTS']);
    expect(tries).toBe(1);
  });

  test('of endorsers at different heights is tried again', async () => {
    let tries = 0;
    process.port.at = (moment) => {
      if (moment === 'endorsing' && tries++ === 0) {
        throw new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse', retry: 'new-transaction' });
      }
    };
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
  });
});

describe('orderers that cannot be reached', () => {
  beforeEach(() => {
    process.port.at = (moment, txId) => {
      if (moment === 'sending') {
        throw new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', txId, retry: 'same-transaction' });
      }
    };
  });

  test('leave the caller with a transaction to ask for, which is sent when they are back', async () => {
    const outcome = await process.write();
    expect(outcome).toEqual({ outcome: 'unknown', txId: expect.stringMatching(/^[0-9a-f]{64}$/u) as string });
    expect(await find()).toMatchObject({ state: 'pending', txId: (outcome as { txId: string }).txId });
    process.port.at = () => undefined;
    clock = 5_000;
    await process.recover();
    expect(await find()).toMatchObject({ state: 'settled' });
    expect(chain.effects).toEqual([KEY]);
  });

  test('do not keep the same request, sent again, from succeeding at once when they are back', async () => {
    expect(await process.write()).toMatchObject({ outcome: 'unknown' });
    process.port.at = () => undefined;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    expect(chain.effects).toEqual([KEY]);
    expect(chain.sends.size).toBe(1);
  });

  test('are asked again after growing pauses', async () => {
    await process.write();
    const pauses: number[] = [];
    for (let round = 0; round < 7; round++) {
      clock += 11_000;
      await process.recover();
      const row = await process.database.db.selectFrom('outbox_request').selectAll().executeTakeFirstOrThrow();
      pauses.push(Math.round((row.lease_until - (Date.now() + clock)) / 1_000));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 10, 10, 10]);
  });

  test('make as many requests wait as may; then new ones are refused and leave nothing, and known ones are not', async () => {
    await process.database.close();
    process = await start({ maxUnresolved: 2 });
    process.port.at = (moment) => {
      if (moment === 'sending') {
        throw new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', retry: 'same-transaction' });
      }
    };
    const keys = [KEY, 'key-0000000000000002', 'key-0000000000000003'] as const;
    await Promise.all([process.write({ requestId: keys[0] }), process.write({ requestId: keys[1] })]);
    await process.backlog.look();
    expect(process.backlog.size).toEqual({ requests: 2, since: expect.any(Number) as number });
    expect(await codeOf({ requestId: keys[2] })).toBe('ORDERER_UNAVAILABLE');
    expect(await process.writes.find(CALLER, keys[2])).toBeUndefined();
    expect(await process.write()).toMatchObject({ outcome: 'unknown' });
    process.port.at = () => undefined;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    await process.backlog.look();
    expect(await process.write({ requestId: keys[2] })).toMatchObject({ outcome: 'committed' });
  });
});

describe('a transaction that was stored long ago', () => {
  const withPrivate: TestWrite = {
    toParts: (randomness) => ({ argument: { requestId: KEY, salt: randomness.hex(['salt'], 16) } as never, transient: { private: '{}' } }),
  };

  beforeEach(() => {
    process.port.at = (moment) => {
      if (moment === 'sending') {
        throw new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', retry: 'same-transaction' });
      }
    };
  });

  async function growOld(blocks: number): Promise<void> {
    process.port.at = () => undefined;
    chain.height += blocks;
    clock = 5_000;
    await process.recover();
  }

  test.each([
    [900, 'settled', 1],
    [901, 'resend', 0],
  ])('with private values is sent %i blocks later: %s', async (blocks, state, sends) => {
    await process.write(withPrivate);
    await growOld(blocks);
    expect(await find()).toMatchObject({ state });
    expect(chain.sends.size).toBe(sends);
    expect(await process.write(withPrivate)).toMatchObject({ outcome: 'committed' });
    expect(chain.effects).toEqual([KEY]);
  });

  test('without private values is sent however old it is', async () => {
    await process.write();
    await growOld(100_000);
    expect(await find()).toMatchObject({ state: 'settled' });
  });

  test('is made anew when its caller comes again', async () => {
    await process.write(withPrivate);
    process.port.at = () => undefined;
    chain.height += 901;
    await process.height.look();
    expect(await process.write(withPrivate)).toMatchObject({ outcome: 'committed' });
    expect(chain.effects).toEqual([KEY]);
  });
});

describe('the work in the background', () => {
  const keys = ['key-0000000000000001', 'key-0000000000000002', 'key-0000000000000003'];

  beforeEach(async () => {
    process.port.at = (moment) => {
      if (moment === 'sending') {
        throw new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', retry: 'same-transaction' });
      }
    };
    await Promise.all(keys.map((requestId) => process.write({ requestId })));
    process.port.at = () => undefined;
    clock = 5_000;
  });

  async function states(): Promise<unknown[]> {
    const found = await Promise.all(keys.map((key) => process.writes.find(CALLER, key)));
    return found.map((request) => request?.state);
  }

  test.each(['settle', 'takeUnresolved'] as const)('goes on when the outbox fails once, at %s', async (change) => {
    jest.spyOn(process.store, change).mockRejectedValueOnce(new Error('the database is away'));
    await process.recover();
    await outliveLeases();
    await process.recover();
    expect(await states()).toEqual(['settled', 'settled', 'settled']);
    expect([...chain.effects].sort()).toEqual(keys);
  });

  test('is not held up by one that takes long', async () => {
    let held = false;
    process.port.at = (moment) => {
      if (moment !== 'sending' || held) {
        return;
      }
      held = true;
      return new Promise(() => undefined);
    };
    void process.recover();
    await until(async () => (await states()).filter((state) => state === 'settled').length === 2);
  });

  test('does not undo what a caller has done in the meantime', async () => {
    const row = await process.database.db.selectFrom('outbox_request').selectAll().where('key', '=', KEY).executeTakeFirstOrThrow();
    await process.store.takeUnresolved(3);
    await process.store.storePrepared(row, { txId: 'ab'.repeat(32), envelope: Buffer.from('{}'), expiresAt: 1, height: null });
    await process.store.askAgain(row, null, row.tx_id);
    await process.store.park(row, 0, row.tx_id);
    expect(await find()).toMatchObject({ state: 'pending', txId: 'ab'.repeat(32) });
  });
});

test('a claim that fails gives up every lease, since it may have been made all the same', async () => {
  const claim = process.store.claim.bind(process.store);
  jest.spyOn(process.store, 'claim').mockImplementationOnce(async (request) => {
    await claim(request);
    throw new Error('the connection broke');
  });
  expect(await codeOf()).toContain('broke');
  await outliveLeases();
  const row = await process.database.db.selectFrom('outbox_request').selectAll().executeTakeFirstOrThrow();
  expect(await claim(row)).toMatchObject({ kind: 'mine' });
});

describe('an outcome that is not known in time', () => {
  beforeEach(async () => {
    await becomeImpatient();
    process.port.at = (moment) => {
      if (moment === 'sending') {
        throw new FabricFailure('COMMIT_UNKNOWN', { stage: 'submit', retry: 'same-transaction' });
      }
    };
  });

  test('is answered with the transaction id, and settled in the background', async () => {
    const outcome = await process.write();
    expect(outcome).toMatchObject({ outcome: 'unknown' });
    process.port.at = () => undefined;
    clock = 5_000;
    await process.recover();
    expect(await process.write()).toMatchObject({ outcome: 'committed', result: { txId: (outcome as { txId: string }).txId } });
    expect(chain.effects).toEqual([KEY]);
  });

  test('that turns out invalid leaves the request to be sent again', async () => {
    const outcome = await process.write();
    chain.invalidate((outcome as { txId: string }).txId, 'MVCC_READ_CONFLICT');
    clock = 5_000;
    await process.recover();
    expect(await find()).toMatchObject({ state: 'resend' });
    process.port.at = () => undefined;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    expect(chain.effects).toEqual([KEY]);
  });
});

describe('an envelope that orderers take no longer', () => {
  test.each<[string, boolean]>([
    ['has not been ordered', false],
    ['was ordered all the same', true],
  ])('because its signer expired and that %s leads to one effect', async (_name, wasOrdered) => {
    process.port.expiresAt = Date.now() + 5_000;
    process.port.at = (moment) => {
      if (moment === (wasOrdered ? 'sent' : 'sending')) {
        throw new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', retry: 'same-transaction' });
      }
    };
    process.port.isBehind = true;
    await codeOf();
    process.port.isBehind = false;
    process.port.at = () => undefined;
    process.port.expiresAt = Number.MAX_SAFE_INTEGER;
    clock = 10_000;
    await process.recover();
    expect(await find()).toMatchObject({ state: wasOrdered ? 'settled' : 'resend' });
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    expect(chain.effects).toEqual([KEY]);
  });

  test('because they refuse it is given up, and the contract tells the first outcome to a new one', async () => {
    process.port.isBehind = true;
    process.port.at = (moment) => {
      if (moment === 'sent') {
        throw new FabricFailure('INTERNAL', { stage: 'submit', retry: 'new-transaction' });
      }
    };
    expect(await codeOf()).toBe('INTERNAL');
    expect(await find()).toMatchObject({ state: 'resend' });
    process.port.isBehind = false;
    process.port.at = () => undefined;
    expect(await process.write()).toMatchObject({ outcome: 'committed' });
    expect(await codeOf({ body: { another: 'body' } })).toBe('REQUEST_REUSED');
    expect(chain.effects).toEqual([KEY]);
  });
});

test('a failure of unknown kind after sending leaves the caller with a transaction to ask for', async () => {
  process.port.at = (moment) => {
    if (moment === 'known') {
      throw new Error('unexpected');
    }
  };
  expect(await process.write()).toMatchObject({ outcome: 'unknown' });
  expect(await find()).toMatchObject({ state: 'pending' });
  process.port.at = () => undefined;
  expect(await process.write()).toMatchObject({ outcome: 'committed' });
  expect(chain.effects).toEqual([KEY]);
});

describe('old requests', () => {
  test('are forgotten page by page when they are settled or given up, and kept while their outcome is open', async () => {
    const rows = Array.from({ length: 1_100 }, (_, index) => ({
      caller: 'c',
      key: String(index),
      name: 'license:issue',
      request_hash: 'h',
      seed: null,
      state: index < 1_000 ? ('settled' as const) : index < 1_050 ? ('received' as const) : ('prepared' as const),
      tx_id: null,
      envelope: null,
      expires_at: null,
      attempts: 0,
      outcome: null,
      lease_owner: null,
      lease_until: 0,
      created_at: Date.now(),
      updated_at: Date.now(),
    }));
    await process.database.db.insertInto('outbox_request').values(rows).execute();
    clock = 6 * DAY;
    await process.clean();
    expect(await countRows()).toBe(1_100);
    clock = 8 * DAY;
    await process.clean();
    expect(await countRows()).toBe(50);
  });

  test('free their keys', async () => {
    await process.write();
    clock = 8 * DAY;
    await process.clean();
    expect(await find()).toBeUndefined();
  });

  async function countRows(): Promise<number> {
    const rows = await process.database.db.selectFrom('outbox_request').select('key').execute();
    return rows.length;
  }
});

test('a request that another process works on is waited for, and then the answer is DEADLINE_EXCEEDED', async () => {
  await process.store.claim({ caller: 'other', key: KEY, name: 'x', request_hash: 'x' });
  let reached = (): void => undefined;
  const endorsing = new Promise<void>((resolve) => {
    reached = resolve;
  });
  process.port.at = () => {
    reached();
    return new Promise(() => undefined);
  };
  void process.write();
  await endorsing;
  const stateDir = join(folder, String(rounds - 1));
  const other = await startOutboxProcess({ chain, stateDir, writeMs: 100 });
  await expect(other.write()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(await other.writes.find(CALLER, KEY)).toEqual({ state: 'pending', transaction: 'license:registerType' });
  await other.database.close();
});
