import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { developmentToken, newTemporaryNetwork, waitFor, type TemporaryNetwork } from '@shengjing/network';
import { Client } from 'pg';

import { newGatewayProcess, type GatewayProcess } from './support/gateway-process';
import { expectProblem, expectStatus, newPerson, sendTo, type Answer } from './support/http';
import { newKey, newOrder, TYPE, type Order } from './support/orders';
import { freePort } from './support/ports';
import { startPostgres, type TestPostgres } from './support/postgres';

const SECONDS = 1_000;
/** Together no more than one person may have under way at a gateway. */
const KEYS = 20;
const TIMES = 3;

let network: TemporaryNetwork;
let postgres: TestPostgres;
let database: Client;
let first: GatewayProcess;
let second: GatewayProcess;
let stateDir: string;

interface Attempt {
  readonly key: string;
  readonly order: Order;
}

beforeAll(async () => {
  network = await newTemporaryNetwork();
  [postgres] = await Promise.all([startPostgres(), network.up({ gateways: true })]);
  const registrar = await newPerson(network, 'city', 'admin', 'registrar');
  expectStatus(await registrar.post('/v1/license-types', TYPE), 201);
  const { gateway } = network.organisation('heping');
  await network.context.supervisor.stop(gateway.name);
  stateDir = path.join(gateway.dir, 'state');
  const urlFile = path.join(gateway.dir, 'database-url');
  writeFileSync(urlFile, postgres.url, { mode: 0o600 });
  const configFile = path.join(gateway.dir, 'config.json');
  first = newGatewayProcess(configFile, { name: 'first', port: gateway.port, urlFile });
  second = newGatewayProcess(configFile, { name: 'second', port: await freePort(), urlFile });
  await Promise.all([first.start(), second.start()]);
  database = new Client({ connectionString: postgres.url });
  await database.connect();
}, 240 * SECONDS);

afterAll(async () => {
  await database.end();
  await Promise.all([first.stop(), second.stop()]);
  await postgres.stop();
  await network.dispose();
}, 90 * SECONDS);

async function tokenOf(person: string): Promise<string> {
  const organisation = network.organisation('heping');
  const { topology } = network.context;
  return await developmentToken(topology.stateDir, { organisation, role: 'issuer', person, lifetime: '1h' });
}

async function issue({ url }: GatewayProcess, token: string, { key, order }: Attempt): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
  return await sendTo(url, '/v1/licenses', { method: 'POST', body: order, headers });
}

async function ask({ url }: GatewayProcess, token: string, route: string): Promise<Answer> {
  return await sendTo(url, route, { headers: { authorization: `Bearer ${token}` } });
}

function newAttempt(): Attempt {
  return { key: newKey(), order: newOrder() };
}

function identifierOf(answer: Answer): string {
  return (expectStatus(answer, 201).body as { identifier: string }).identifier;
}

/** Identifiers of all licenses of the type. */
async function listLicenses(token: string): Promise<string[]> {
  const { body } = expectStatus(await ask(second, token, `/v1/licenses?type=${TYPE.code}&pageSize=100`), 200);
  const { items, bookmark } = body as { items: { identifier: string }[]; bookmark: string | null };
  expect(bookmark).toBeNull();
  return items.map(({ identifier }) => identifier);
}

/** The same, as soon as the index has so many. */
async function listAtLeast(count: number, token: string): Promise<string[]> {
  const list = async () => {
    const all = await listLicenses(token);
    return all.length >= count ? all : undefined;
  };
  return await waitFor(list, { what: `${String(count)} licenses in the index`, deadline: 20 * SECONDS });
}

/** Waits until the envelope of the request is stored; the process sends it at this moment. */
async function untilPrepared(keys: readonly string[]): Promise<void> {
  const look = async () => {
    const { rows } = await database.query("SELECT 1 FROM outbox_request WHERE key = ANY($1) AND state = 'prepared'", [keys]);
    return rows.length > 0 ? true : undefined;
  };
  await waitFor(look, { what: 'a request that is sent', deadline: 30 * SECONDS, interval: 1 });
}

describe('two gateway processes of one organisation', () => {
  it('that receive the same requests at once, several times, have one effect each and give the same answers', async () => {
    const token = await tokenOf('someone-new');
    const before = await listLicenses(token);
    const attempts = Array.from({ length: KEYS }, newAttempt);
    const answers = await Promise.all(
      attempts.map((attempt) =>
        Promise.all([first, second].flatMap((gateway) => Array.from({ length: TIMES }, () => issue(gateway, token, attempt)))),
      ),
    );
    const identifiers = answers.map((same) => {
      const distinct = new Set(same.map(identifierOf));
      expect(distinct.size).toBe(1);
      return [...distinct].join();
    });
    const after = await listAtLeast(before.length + KEYS, token);
    expect(after.filter((identifier) => !before.includes(identifier)).toSorted()).toEqual(identifiers.toSorted());
    expect(new Set(identifiers).size).toBe(KEYS);
  }, 120 * SECONDS);

  it('that meet a person at once give one number', () => {
    const people = path.join(stateDir, 'identities');
    const numbers = readdirSync(people).map((person) => existsSync(path.join(people, person, 'operator.json')));
    expect(numbers).toEqual([true]);
  });

  it('refuse a key with another body, whichever had it first, and keep the keys of people apart', async () => {
    const [token, other] = await Promise.all([tokenOf('someone-new'), tokenOf('someone-else')]);
    const attempt = newAttempt();
    const identifier = identifierOf(await issue(first, token, attempt));
    expectProblem(await issue(second, token, { ...attempt, order: newOrder() }), 'REQUEST_REUSED');
    expect(identifierOf(await issue(second, other, { ...attempt, order: newOrder() }))).not.toBe(identifier);
    expectProblem(await ask(second, await tokenOf('a-third'), `/v1/requests/${attempt.key}`), 'NOT_FOUND');
  }, 60 * SECONDS);
});

describe('a gateway process that is killed while it sends', () => {
  it('leaves requests that are settled after a new start, and succeed once when they are sent again', async () => {
    const token = await tokenOf('someone-new');
    const before = await listLicenses(token);
    const attempts = Array.from({ length: 10 }, newAttempt);
    const keys = attempts.map(({ key }) => key);
    const lost = Promise.allSettled(attempts.map((attempt) => issue(first, token, attempt)));
    await untilPrepared(keys);
    await first.kill();
    await lost;
    const { rows } = await database.query<{ key: string }>("SELECT key FROM outbox_request WHERE key = ANY($1) AND state = 'prepared'", [keys]);
    await first.start();
    for (const { key } of rows) {
      const settled = async () => ((await ask(first, token, `/v1/requests/${key}`)).body as { state: string }).state === 'settled' || undefined;
      await waitFor(settled, { what: 'a settled request', deadline: 60 * SECONDS });
    }
    const answers = await Promise.all(attempts.flatMap((attempt) => [issue(first, token, attempt), issue(second, token, attempt)]));
    const identifiers = [...new Set(answers.map(identifierOf))];
    const after = await listAtLeast(before.length + attempts.length, token);
    expect(after.filter((identifier) => !before.includes(identifier)).toSorted()).toEqual(identifiers.toSorted());
    expect(identifiers).toHaveLength(attempts.length);
  }, 180 * SECONDS);
});
