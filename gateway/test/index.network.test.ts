import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { newDigests, type LicenseRecord } from '@shengjing/core';
import { gatewayUrl, heights, newTemporaryNetwork, waitFor, type TemporaryNetwork } from '@shengjing/network';
import { Webhook } from 'standardwebhooks';
import { type EventReader, readEvents } from '../src/testing/read-events';
import { startReceiver } from '../src/testing/webhook-receiver';
import { everywhere } from './support/everywhere';
import { expectProblem, expectStatus, newPerson, type Answer, type Person } from './support/http';
import { runIndexTool } from './support/index-tool';
import { DEPARTMENTS, newHolder, newOrder, TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST } from './support/orders';

const SECONDS = 1_000;

let network: TemporaryNetwork;
let registrar: Person;
let issuer: Person;
let hunnanIssuer: Person;
let clerk: Person;
const licenses: LicenseRecord[] = [];
const holder = newHolder();

beforeAll(async () => {
  network = await newTemporaryNetwork();
  await network.up({ gateways: true });
  registrar = await newPerson(network, 'city', 'admin', 'registrar');
  issuer = await newPerson(network, 'heping', 'issuer', 'issuer');
  hunnanIssuer = await newPerson(network, 'hunnan', 'issuer', 'issuer');
  clerk = await newPerson(network, 'heping', 'clerk', 'clerk');
  for (const type of [TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST]) {
    expectStatus(await registrar.post('/v1/license-types', type), 201);
  }
  licenses.push(await issue(issuer, newOrder({ holder })));
  licenses.push(await issue(hunnanIssuer, newOrder({ holder })));
  licenses.push(await issue(hunnanIssuer, newOrder({ type: TYPE_OF_HUNNAN.code })));
  licenses.push(await issue(issuer, newOrder()));
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

async function issue(person: Person, order: unknown): Promise<LicenseRecord> {
  const { headers } = expectStatus(await person.post('/v1/licenses', order), 201);
  return expectStatus(await person.get(headers.get('location') ?? ''), 200).body as LicenseRecord;
}

interface Found {
  readonly items: LicenseRecord[];
  readonly bookmark: string | null;
  readonly index: { readonly block: number; readonly lag: number | null };
}

async function search(query: Record<string, string>, person = clerk): Promise<Found> {
  return expectStatus(await person.get(`/v1/licenses?${new URLSearchParams(query).toString()}`), 200).body as Found;
}

/** Every license, page by page. */
async function searchAll(pageSize: number): Promise<LicenseRecord[]> {
  const found: LicenseRecord[] = [];
  let bookmark: string | null = '';
  while (bookmark !== null) {
    const page: Found = await search({ pageSize: String(pageSize), ...(bookmark !== '' && { bookmark }) });
    found.push(...page.items);
    ({ bookmark } = page);
  }
  return found;
}

function lastBlock(heightOf: ReadonlyMap<string, number | undefined>): number {
  return (heightOf.get('peer0.heping') ?? 0) - 1;
}

/** Waits until the gateway of 和平区 has indexed every block there is. */
async function untilIndexed(): Promise<number> {
  const block = lastBlock(await heights(network.context.topology));
  const indexed = async () => ((await search({})).index.block >= block ? block : undefined);
  return await waitFor(indexed, { what: `block ${String(block)} in the index`, deadline: 20 * SECONDS });
}

function serialsOf(items: readonly LicenseRecord[]): string[] {
  return items.map(({ serial }) => serial).sort();
}

async function stopGateway(): Promise<void> {
  await network.context.supervisor.stop('gateway.heping');
}

function stateDir(): string {
  return path.join(network.organisation('heping').gateway.dir, 'state');
}

function wipeIndex(): void {
  for (const file of readdirSync(stateDir()).filter((name) => name.startsWith('index.sqlite'))) {
    rmSync(path.join(stateDir(), file));
  }
}

describe('a search', () => {
  it('finds what every filter and every pair of filters says, newest first', async () => {
    await untilIndexed();
    const [first, second, third, fourth] = licenses as [LicenseRecord, LicenseRecord, LicenseRecord, LicenseRecord];
    const filters = {
      holderRef: (value: string) => licenses.filter((license) => license.holderRef === value),
      type: (value: string) => licenses.filter((license) => license.type === value),
      status: (value: string) => licenses.filter((license) => license.status === value),
      division: (value: string) => licenses.filter((license) => license.division === value),
      issuer: (value: string) => licenses.filter((license) => license.issuer === value),
      recordedFrom: (value: string) => licenses.filter((license) => license.recordedAt >= value),
      recordedUntil: (value: string) => licenses.filter((license) => license.recordedAt < value),
    };
    const values: [keyof typeof filters, string][] = [
      ['holderRef', first.holderRef],
      ['type', TYPE.code],
      ['type', TYPE_OF_HUNNAN.code],
      ['status', '01'],
      ['status', '02'],
      ['division', '210112'],
      ['issuer', DEPARTMENTS.heping],
      ['recordedFrom', second.recordedAt],
      ['recordedUntil', third.recordedAt],
    ];
    for (const [field, value] of values) {
      for (const [otherField, otherValue] of values.filter(([name, other]) => name !== field || other === value)) {
        const others = filters[otherField](otherValue);
        const expected = filters[field](value).filter((license) => others.includes(license));
        const { items } = await search({ [field]: value, [otherField]: otherValue });
        expect([field, value, otherField, otherValue, serialsOf(items)]).toEqual([field, value, otherField, otherValue, serialsOf(expected)]);
      }
    }
    const { items } = await search({});
    expect(items.map(({ recordedAt }) => recordedAt)).toEqual(items.map(({ recordedAt }) => recordedAt).toSorted().toReversed());
    expect(items.find(({ serial }) => serial === fourth.serial)).toEqual(fourth);
  }, 60 * SECONDS);

  it('gives every license once, page by page, and says how far it has come', async () => {
    const block = await untilIndexed();
    expect((await search({})).index).toEqual({ block, lag: expect.any(Number) as number });
    expect(serialsOf(await searchAll(3))).toEqual(serialsOf(licenses));
  }, 30 * SECONDS);

  it('by identity number goes by way of the city, for issuers only, and finds nothing for somebody unknown', async () => {
    const { idType, idNumber } = holder;
    const byNumber = (person: Person, body: unknown) => person.post('/v1/holder-searches', body);
    const { body } = expectStatus(await byNumber(issuer, { idType, idNumber }), 200);
    expect(serialsOf((body as Found).items)).toEqual(serialsOf(licenses.slice(0, 2)));
    const { idNumber: unknown } = newHolder();
    expect(expectStatus(await byNumber(issuer, { idType, idNumber: unknown }), 200).body).toMatchObject({ items: [], bookmark: null });
    expectProblem(await byNumber(clerk, { idType, idNumber }), 'FORBIDDEN_ROLE');
  }, 30 * SECONDS);

  it('refuses a bookmark that is none, and filters that are none', async () => {
    const answers = await Promise.all(['bookmark=x', 'status=00', 'recordedFrom=yesterday', 'surprise=1'].map((query) => clerk.get(`/v1/licenses?${query}`)));
    answers.forEach((answer: Answer) => {
      expectProblem(answer, 'INVALID_INPUT');
    });
  }, 30 * SECONDS);
});

describe('the index', () => {
  it('is made again from block 0 with the same content after it was thrown away', async () => {
    await untilIndexed();
    await stopGateway();
    const before = await runIndexTool(network, 'heping', 'digest');
    expect(before).toMatchObject({ licenses: licenses.length, block: lastBlock(await heights(network.context.topology)) });
    await expect(runIndexTool(network, 'heping', 'rebuild')).resolves.toEqual(before);
    wipeIndex();
    await network.up({ gateways: true });
    await untilIndexed();
    await expect(runIndexTool(network, 'heping', 'rebuild')).rejects.toThrow('stop it first');
    await stopGateway();
    await expect(runIndexTool(network, 'heping', 'digest')).resolves.toEqual(before);
    await expect(runIndexTool(network, 'hunnan', 'digest')).resolves.toEqual(before);
    await network.up({ gateways: true });
  }, 120 * SECONDS);

  it('has no gap and no double after its gateway was killed while it wrote', async () => {
    const { supervisor } = network.context;
    const killing = new AbortController();
    const issuing = (async () => {
      while (!killing.signal.aborted) {
        licenses.push(...(await Promise.all(Array.from({ length: 8 }, () => issue(hunnanIssuer, newOrder())))));
      }
    })();
    for (let kill = 0; kill < 3; kill += 1) {
      const from = (await search({})).index.block;
      await waitFor(async () => ((await search({})).index.block > from ? true : undefined), { what: 'a block', deadline: 20 * SECONDS });
      process.kill(supervisor.find('gateway.heping')?.pid ?? 0, 'SIGKILL');
      await waitFor(() => Promise.resolve(supervisor.find('gateway.heping') === undefined ? true : undefined), { what: 'its end', deadline: 10 * SECONDS });
      await network.up({ gateways: true });
    }
    killing.abort();
    await issuing;
    await untilIndexed();
    await stopGateway();
    const after = await runIndexTool(network, 'heping', 'digest');
    expect(after.licenses).toBe(licenses.length);
    await expect(runIndexTool(network, 'heping', 'rebuild')).resolves.toEqual(after);
    await network.up({ gateways: true });
  }, 180 * SECONDS);

  it('goes on by itself when its peer was away', async () => {
    const { supervisor } = network.context;
    process.kill(supervisor.find('peer0.heping')?.pid ?? 0, 'SIGKILL');
    await network.up({ gateways: true });
    licenses.push(await issue(hunnanIssuer, newOrder()));
    await untilIndexed();
    expect(serialsOf(await searchAll(100))).toEqual(serialsOf(licenses));
  }, 120 * SECONDS);

  it('tells Prometheus how far it has come', async () => {
    const block = await untilIndexed();
    const { body } = await clerk.get('/metrics');
    expect(body).toMatch(new RegExp(`^shengjing_index_block ${String(block)}$`, 'mu'));
    expect(body).toMatch(/^shengjing_index_lag_blocks [0-9]+$/mu);
  }, 30 * SECONDS);
});

describe('events', () => {
  const readers: EventReader[] = [];
  const isCaughtUp = async (reader: EventReader): Promise<true | undefined> => Promise.resolve(reader.events.length >= licenses.length + 3 ? true : undefined);

  afterEach(() => {
    readers.splice(0).forEach((reader) => {
      reader.close();
    });
  });

  async function open(person: Person, query: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const url = `${gatewayUrl(network.organisation(person.organisation))}/v1/events${query}`;
    const reader = await readEvents(url, { authorization: `Bearer ${person.token}`, ...headers });
    readers.push(reader);
    return reader;
  }

  it('from the beginning are the same, in the same order, at every gateway', async () => {
    const streams = await Promise.all([clerk, hunnanIssuer, registrar].map((person) => open(person, '?after=0.0.0')));
    await Promise.all(streams.map((reader) => waitFor(() => isCaughtUp(reader), { what: 'events', deadline: 20 * SECONDS })));
    const [first, ...others] = streams.map(({ events }) => events);
    others.forEach((events) => { expect(events).toEqual(first); });
    const changed = first?.map(({ data }) => (data as { change: { kind: string; serial?: string } }).change) ?? [];
    expect(changed.filter(({ kind }) => kind === 'license-issued').map(({ serial }) => serial).sort()).toEqual(serialsOf(licenses));
    expect(changed.filter(({ kind }) => kind === 'license-type-registered')).toHaveLength(3);
  }, 60 * SECONDS);

  it('are neither lost nor doubled by a reader whose gateway is killed', async () => {
    const { supervisor } = network.context;
    const seen: string[] = [];
    let reader = await open(clerk, '?kind=license-issued');
    await waitFor(async () => Promise.resolve(reader.lastId), { what: 'a stream', deadline: 10 * SECONDS });
    const expected: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const issued = await Promise.all([0, 1, 2].map(() => issue(hunnanIssuer, newOrder())));
      licenses.push(...issued);
      expected.push(...issued.map(({ txId }) => txId));
      process.kill(supervisor.find('gateway.heping')?.pid ?? 0, 'SIGKILL');
      await reader.ended;
      seen.push(...reader.events.map(({ data }) => String(data['txId'])));
      await network.up({ gateways: true });
      reader = await open(clerk, '?kind=license-issued', { 'last-event-id': reader.lastId ?? '' });
    }
    const rest = async () => Promise.resolve(seen.length + reader.events.length >= expected.length ? true : undefined);
    await waitFor(rest, { what: 'the rest', deadline: 30 * SECONDS });
    seen.push(...reader.events.map(({ data }) => String(data['txId'])));
    expect(seen.toSorted()).toEqual(expected.toSorted());
    expect(new Set(seen).size).toBe(seen.length);
  }, 120 * SECONDS);

  it('of a refusal are told to the district that asked and to the city, and to nobody else', async () => {
    const kinds = '?after=0.0.0&kind=license-issue-refused';
    const refused = newOrder({ type: TYPE_OF_THE_PAST.code });
    expectProblem(await issuer.post('/v1/licenses', refused), 'TYPE_NOT_IN_FORCE');
    await untilIndexed();
    const [mine, theirs, citys] = await Promise.all([clerk, hunnanIssuer, registrar].map((person) => open(person, kinds)));
    const told = async () => Promise.resolve(mine?.events.length === 1 && citys?.events.length === 1 ? true : undefined);
    await waitFor(told, { what: 'the refusal', deadline: 20 * SECONDS });
    licenses.push(await issue(hunnanIssuer, newOrder()));
    const all = await open(hunnanIssuer, `?after=${mine?.events[0]?.id ?? ''}`);
    await waitFor(async () => Promise.resolve(all.events.length > 0 ? true : undefined), { what: 'what came later', deadline: 20 * SECONDS });
    expect(theirs?.events).toEqual([]);
    expect(citys?.events).toEqual(mine?.events);
  }, 60 * SECONDS);

  it('of grants and uses are told to the districts concerned and to the city, and to nobody else', async () => {
    const license = licenses[0]?.identifier ?? '';
    const ownGrant = await giveAndUse(license, DEPARTMENTS.heping, clerk);
    const grantToHunnan = await giveAndUse(license, DEPARTMENTS.hunnan, hunnanIssuer);
    const toldTo = async (person: Person) => {
      const readersOfKinds = await Promise.all(['grant-given', 'license-used'].map((kind) => open(person, `?after=0.0.0&kind=${kind}`)));
      const has = (reader: EventReader) => grantsIn(reader).includes(grantToHunnan);
      await Promise.all(readersOfKinds.map((reader) => waitFor(async () => Promise.resolve(has(reader) || undefined), { what: 'the grant', deadline: 20 * SECONDS })));
      return readersOfKinds.map(grantsIn);
    };
    await expect(toldTo(clerk)).resolves.toEqual([[ownGrant, grantToHunnan], [ownGrant, grantToHunnan]]);
    await expect(toldTo(registrar)).resolves.toEqual([[ownGrant, grantToHunnan], [ownGrant, grantToHunnan]]);
    await expect(toldTo(hunnanIssuer)).resolves.toEqual([[grantToHunnan], [grantToHunnan]]);
  }, 60 * SECONDS);

  it('reach a webhook that fails three times and whose gateway is killed: all, in order, signed', async () => {
    const { supervisor } = network.context;
    const receiver = await startReceiver();
    const admin = await newPerson(network, 'heping', 'admin', 'admin');
    const { body } = expectStatus(await admin.post('/v1/webhooks', { url: receiver.url, kinds: ['license-issued'] }), 201);
    const { secret } = body as { secret: string };
    receiver.answer = () => (receiver.messages.length <= 3 ? 503 : 200);
    const issued: LicenseRecord[] = [];
    for (let count = 0; count < 6; count += 1) {
      issued.push(await issue(hunnanIssuer, newOrder()));
      if (count === 3) {
        process.kill(supervisor.find('gateway.heping')?.pid ?? 0, 'SIGKILL');
        await network.up({ gateways: true });
      }
    }
    licenses.push(...issued);
    const transactionsOf = () => [...new Map(receiver.taken.map(({ headers, body: text }) => [headers['webhook-id'], toTxId(text)])).values()];
    await waitFor(async () => Promise.resolve(transactionsOf().length === issued.length ? true : undefined), { what: 'deliveries', deadline: 60 * SECONDS });
    expect(transactionsOf()).toEqual(issued.map(({ txId }) => txId));
    receiver.messages.forEach(({ headers, body: text }) => {
      expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toMatchObject({ type: 'license-issued' });
    });
    await receiver.stop();
  }, 120 * SECONDS);
});

/** Gives a grant for a license of 和平区 and uses it; tells its id. */
async function giveAndUse(license: string, grantee: string, user: Person): Promise<string> {
  const scope = { purpose: 'enrolment', item: '11210112000000019U2000105001000' };
  const terms = { ...scope, grantee, until: new Date(Date.now() + 3_600 * SECONDS).toISOString(), uses: 1, consentDigests: newDigests('a consent') };
  const given = await everywhere([registrar, issuer, hunnanIssuer], await issuer.post(`/v1/licenses/${license}/grants`, terms));
  const place = expectStatus(given, 201).headers.get('location') ?? '';
  expectStatus(await everywhere([registrar, issuer, hunnanIssuer], await user.post(`${place}/uses`, scope)), 201);
  return place.split('/').at(-1) ?? '';
}

function grantsIn({ events }: EventReader): string[] {
  return events.map(({ data }) => (data as { change: { grantId: string } }).change.grantId);
}

function toTxId(body: string): string {
  return (JSON.parse(body) as { data: { txId: string } }).data.txId;
}
