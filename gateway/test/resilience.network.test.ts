import { newDigests, type LicenseRecord } from '@shengjing/core';
import { newTemporaryNetwork, raftLeader, waitFor, type TemporaryNetwork } from '@shengjing/network';
import { expectProblem, expectStatus, newPerson, send, type Answer, type Person } from './support/http';
import { FILE, newKey, newOrder, TYPE } from './support/orders';

const SECONDS = 1_000;
/** A person waits for an answer; no write may take longer to fail. */
const PATIENCE = 20 * SECONDS;

let network: TemporaryNetwork;
let issuers: Person[];
let readers: Person[];
/** What was issued so far, by identifier. */
const issued = new Map<string, LicenseRecord>();

beforeAll(async () => {
  network = await newTemporaryNetwork();
  await network.up({ gateways: true });
  const registrar = await newPerson(network, 'city', 'admin', 'registrar');
  issuers = await Promise.all(['heping', 'hunnan'].map((organisation) => newPerson(network, organisation, 'issuer', 'issuer')));
  readers = await Promise.all(['heping', 'hunnan'].map((organisation) => newPerson(network, organisation, 'clerk', 'clerk')));
  expectStatus(await registrar.post('/v1/license-types', TYPE), 201);
  await issueEverywhere();
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

async function issueEverywhere(): Promise<void> {
  await Promise.all(issuers.map(async (issuer) => { await remember(issuer, await issuer.post('/v1/licenses', newOrder())); }));
}

async function remember(issuer: Person, answer: Answer): Promise<void> {
  const { identifier } = expectStatus(answer, 201).body as { identifier: string };
  issued.set(identifier, expectStatus(await issuer.get(`/v1/licenses/${identifier}`), 200).body as LicenseRecord);
}

/** Stops every process of the organisation: authority, nodes, chaincode servers, gateway. */
async function stopOrganisation(id: string): Promise<void> {
  const { supervisor } = network.context;
  const names = supervisor.names().filter((name) => name.endsWith(`.${id}`) || name === `ca-${id}`);
  await Promise.all(names.map((name) => supervisor.stop(name)));
}

async function killEverything(): Promise<void> {
  const { supervisor } = network.context;
  for (const { pid } of supervisor.running()) {
    process.kill(pid, 'SIGKILL');
  }
  const areGone = async () => Promise.resolve(supervisor.running().length === 0 ? true : undefined);
  await waitFor(areGone, { what: 'end of every process', deadline: 10 * SECONDS });
}

function gatewayProcesses(): (number | undefined)[] {
  return ['heping', 'hunnan'].map((id) => network.context.supervisor.find(`gateway.${id}`)?.pid);
}

/** Reads all that was issued, in every way that is open to everyone. */
async function expectEverythingReadable(people: readonly Person[]): Promise<void> {
  const [fileDigest] = newDigests(FILE);
  const all = [...issued.values()];
  await Promise.all(
    people.map(async (person) => {
      await waitFor(async () => ((await searchAll(person)) >= all.length ? true : undefined), { what: 'licenses in the index', deadline: 20 * SECONDS });
      const list = expectStatus(await person.get(`/v1/licenses?type=${TYPE.code}&pageSize=100`), 200);
      expect((list.body as { items: LicenseRecord[] }).items).toEqual(expect.arrayContaining(all));
      for (const license of all) {
        const { identifier, txId } = license;
        expect(expectStatus(await person.get(`/v1/licenses/${identifier}`), 200).body).toEqual(license);
        const trace = expectStatus(await person.get(`/v1/licenses/${identifier}/trace`), 200);
        expect(trace.body).toMatchObject({ items: [{ step: 1, txId }] });
        const verification = expectStatus(await person.post('/v1/verifications', { identifier, fileDigest }), 200);
        expect(JSON.stringify(verification.body)).toMatch(/"EXISTS".*"ENTITLED".*"MATCHES".*"IN_FORCE"/u);
      }
    }),
  );
}

async function searchAll(person: Person): Promise<number> {
  const { body } = expectStatus(await person.get(`/v1/licenses?type=${TYPE.code}&pageSize=100`), 200);
  return (body as { items: LicenseRecord[] }).items.length;
}

/** A license that was ordered while a part of the network was away. */
interface Attempt {
  readonly issuer: Person;
  readonly order: ReturnType<typeof newOrder>;
  readonly key: string;
  /** The transaction that the gateway keeps, when it was endorsed. */
  readonly txId?: string;
}

/** Tries to issue at each district, and expects an answer in time. */
async function tryEverywhere(check: (answer: Answer) => Pick<Attempt, 'txId'>): Promise<Attempt[]> {
  return await Promise.all(
    issuers.map(async (issuer) => {
      const attempt = { issuer, order: newOrder(), key: newKey() };
      const begun = Date.now();
      const answer = await post(attempt);
      expect(Date.now() - begun).toBeLessThan(PATIENCE);
      expect(answer.headers.get('retry-after')).toMatch(/^[0-9]+$/u);
      return { ...attempt, ...check(answer) };
    }),
  );
}

/** Expects each to be told why not. */
async function expectNoWrite(): Promise<Attempt[]> {
  return await tryEverywhere((answer) => {
    expectProblem(answer, 'ENDORSEMENT_UNAVAILABLE');
    expect(answer.status).toBe(503);
    return {};
  });
}

/** Expects each to be told that it is kept and goes on. */
async function expectKept(): Promise<Attempt[]> {
  return await tryEverywhere((answer) => {
    const { txId } = expectStatus(answer, 202).body as { txId: string };
    expect(answer.headers.get('location')).toBe(`/v1/transactions/${txId}`);
    return { txId };
  });
}

/** Waits until what was kept is written, with nobody asking for it again. */
async function expectWritten(attempts: readonly Attempt[]): Promise<void> {
  await Promise.all(
    attempts.map(async ({ issuer, key, txId }) => {
      const isSettled = async () => {
        const { body } = await issuer.get(`/v1/requests/${key}`);
        const request = body as { readonly state?: string; readonly result?: unknown };
        return request.state === 'settled' ? request : undefined;
      };
      const request = await waitFor(isSettled, { what: 'outcome of a kept request', deadline: 40 * SECONDS });
      expect(request).toMatchObject({ result: { outcome: 'issued', txId } });
    }),
  );
}

function post({ issuer, order, key }: Attempt): Promise<Answer> {
  return issuer.post('/v1/licenses', order, { 'idempotency-key': key });
}

async function sendAgain(attempts: readonly Attempt[]): Promise<void> {
  await Promise.all(
    attempts.map(async (attempt) => { await remember(attempt.issuer, await post(attempt)); }),
  );
}

describe('when the leading orderer is killed', () => {
  it('writes go on: the same request succeeds as soon as another leads, and once', async () => {
    const { topology, supervisor } = network.context;
    const leader = (await raftLeader(topology)) ?? '';
    process.kill(supervisor.find(leader)?.pid ?? 0, 'SIGKILL');
    const [issuer] = issuers as [Person];
    const order = newOrder();
    const headers = { 'idempotency-key': newKey() };
    const write = async () => {
      const answer = await issuer.post('/v1/licenses', order, headers);
      return [202, 503].includes(answer.status) ? undefined : answer;
    };
    await remember(issuer, await waitFor(write, { what: 'write with another leader', deadline: 40 * SECONDS }));
    expect((await raftLeader(topology)) ?? leader).not.toBe(leader);
    await issueEverywhere();
    await expectEverythingReadable(readers);
  }, 90 * SECONDS);
});

describe('when every process of the city is stopped', () => {
  let attempts: Attempt[];
  let processes: (number | undefined)[];

  beforeAll(async () => {
    processes = gatewayProcesses();
    await stopOrganisation('city');
  }, 60 * SECONDS);

  it('the districts read, also people who are new', async () => {
    const newcomers = await Promise.all(['heping', 'hunnan'].map((organisation) => newPerson(network, organisation, 'clerk', 'newcomer')));
    await expectEverythingReadable([...readers, ...newcomers]);
  }, 60 * SECONDS);

  it('writes are refused in time: an endorser is missing, and the gateways say that they are not ready', async () => {
    attempts = await expectNoWrite();
    const readiness = await Promise.all(['heping', 'hunnan'].map((organisation) => send(network, organisation, '/readyz')));
    expect(readiness.map(({ status }) => status)).toEqual([503, 503]);
    expect(readiness.map(({ body }) => body as unknown)).toEqual(readiness.map(() => expect.objectContaining({ ready: false }) as unknown));
  }, 60 * SECONDS);

  it('with the orderers stopped too, the districts still read and refuse writes', async () => {
    await stopOrganisation('ordering');
    await expectEverythingReadable(readers);
    attempts = [...attempts, ...(await expectNoWrite())];
  }, 90 * SECONDS);

  it('nothing is lost: after a new start everything is there, and what was refused succeeds, at gateways that never stopped', async () => {
    await network.up({ gateways: true });
    const auditor = await newPerson(network, 'city', 'clerk', 'auditor');
    await expectEverythingReadable([...readers, auditor]);
    await sendAgain(attempts);
    await expectEverythingReadable([...readers, auditor]);
    expect(gatewayProcesses()).toEqual(processes);
  }, 120 * SECONDS);
});

describe('when the orderers are stopped', () => {
  let attempts: Attempt[];

  it('the districts read, and writes are kept', async () => {
    await stopOrganisation('ordering');
    await expectEverythingReadable(readers);
    attempts = await expectKept();
  }, 60 * SECONDS);

  it('and then every other process is killed, a new start has everything, and what was kept is written', async () => {
    await killEverything();
    await network.up({ gateways: true });
    const auditor = await newPerson(network, 'city', 'supervisor', 'auditor');
    await expectEverythingReadable([...readers, auditor]);
    await expectWritten(attempts);
    await sendAgain(attempts);
    await issueEverywhere();
    for (const identifier of issued.keys()) {
      expect(expectStatus(await auditor.get(`/v1/licenses/${identifier}/private`), 200).body).toMatchObject({ identifier });
    }
  }, 120 * SECONDS);
});
