import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { newDigests, proveAttribute, toCanonicalJson, type Holder, type SaltedAttribute } from '@shengjing/core';
import { newTemporaryNetwork, readBlocks, type LedgerBlock, type TemporaryNetwork } from '@shengjing/network';
import { filesIn, readWithoutPadding } from './support/files';
import { expectProblem, expectStatus, newPerson, type Person } from './support/http';
import { FILE, newHolder, newKey, newOrder, TYPE, TYPE_OF_THE_PAST, type Order } from './support/orders';
import { byteEncodings, digestsOf, findTraces, textEncodings, tracesOf, type Trace } from './support/traces';

const SECONDS = 1_000;

/** What the city's halls are told and nobody else may learn. */
const HOLDERS: readonly [Holder, Holder] = [
  { ...newHolder(), name: '欧阳望舒' },
  { ...newHolder(), name: '司徒青岚' },
];
const ADDRESSES = ['沈阳市和平区太原街虚构里四十二号', '沈阳市浑南区白塔街虚构里七号'] as const;
const BIRTHDAY = '1881-03-07';
const TELEPHONE = '13900009876';
/** `sub` of the tokens: names of people, and a number of a personnel file. */
const SUBJECTS = { issuer: '上官照野', registrar: '诸葛长庚', clerk: 'personnel-77104233' };

let network: TemporaryNetwork;
let blocks: LedgerBlock[];
let identifier: string;

beforeAll(async () => {
  network = await newTemporaryNetwork();
  await network.up({ gateways: true });
  identifier = await useEverything();
  blocks = await readBlocks(network.context, network.organisation('hunnan'));
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

/** Sends every personal value on every way there is: issued, repeated, refused, malformed, read, shown. */
async function useEverything(): Promise<string> {
  const registrar = await newPerson(network, 'city', 'admin', SUBJECTS.registrar);
  const issuer = await newPerson(network, 'heping', 'issuer', SUBJECTS.issuer);
  const clerk = await newPerson(network, 'hunnan', 'clerk', SUBJECTS.clerk);
  for (const type of [TYPE, TYPE_OF_THE_PAST]) {
    expectStatus(await registrar.post('/v1/license-types', type), 201);
  }
  const first = newPersonalOrder(0);
  const second = newPersonalOrder(1);
  const headers = { 'idempotency-key': newKey() };
  const { body } = expectStatus(await issuer.post('/v1/licenses', first, headers), 201);
  expectStatus(await issuer.post('/v1/licenses', first, headers), 201);
  expectProblem(await issuer.post('/v1/licenses', { ...second, type: TYPE_OF_THE_PAST.code }), 'TYPE_NOT_IN_FORCE');
  expectStatus(await issuer.post('/v1/licenses', second), 201);
  expectStatus(await issuer.post('/v1/licenses', { ...first, attributes: second.attributes }), 201);
  await beRefused(issuer, clerk, first);
  await beRead((body as { identifier: string }).identifier, issuer, clerk);
  return (body as { identifier: string }).identifier;
}

function newPersonalOrder(which: 0 | 1): Order {
  return newOrder({
    holder: HOLDERS[which],
    attributes: [
      { name: '住址', type: 'text', value: ADDRESSES[which] },
      { name: '出生日期', type: 'date', value: BIRTHDAY },
      { name: '联系电话', type: 'text', value: TELEPHONE },
    ],
  });
}

async function beRefused(issuer: Person, clerk: Person, order: Order): Promise<void> {
  const { holder } = order;
  const asAttribute = (text: string) => ({ ...order, attributes: [...order.attributes, { name: text, type: 'text', value: text }] });
  expectProblem(await clerk.post('/v1/licenses', order), 'FORBIDDEN_ROLE');
  expectProblem(await issuer.post('/v1/licenses', JSON.stringify(order).slice(0, -2)), 'INVALID_INPUT');
  expectProblem(await issuer.post('/v1/licenses', { ...order, holder: { ...holder, idNumber: `${holder.idNumber}0` } }), 'INVALID_INPUT');
  expectProblem(await issuer.post('/v1/licenses', { ...order, [holder.name]: holder.idNumber }), 'INVALID_INPUT');
  expectProblem(await issuer.post('/v1/licenses', asAttribute(holder.name)), 'ATTRIBUTE_UNKNOWN');
  expectProblem(await issuer.post('/v1/licenses', order, { 'idempotency-key': holder.idNumber.slice(0, 8) }), 'INVALID_INPUT');
  expectProblem(await issuer.get(`/v1/licenses/${holder.idNumber}?name=${encodeURIComponent(holder.name)}`), 'INVALID_INPUT');
  expectProblem(await issuer.get(`/v1/${encodeURIComponent(holder.name)}`), 'NOT_FOUND');
}

async function beRead(issued: string, issuer: Person, clerk: Person): Promise<void> {
  const { body } = expectStatus(await issuer.get(`/v1/licenses/${issued}/private`), 200);
  const { attributes } = body as { attributes: SaltedAttribute[] };
  const shown = attributes.map(({ name }) => proveAttribute(attributes, name, 'sm3'));
  const [fileDigest] = newDigests(FILE);
  expectStatus(await clerk.post('/v1/verifications', { identifier: issued, fileDigest, attributes: shown }), 200);
  expectProblem(await clerk.get(`/v1/licenses/${issued}/private`), 'NOT_A_PARTY');
}

/** Every personal value under a name for the report. */
const PERSONAL: readonly (readonly [what: string, text: string])[] = [
  ...HOLDERS.flatMap(({ name, idNumber }) => [['name', name], ['ID number', idNumber]] as const),
  ...ADDRESSES.map((address) => ['address', address] as const),
  ['date of birth', BIRTHDAY],
  ['telephone', TELEPHONE],
  ...Object.values(SUBJECTS).map((subject) => ['subject of a token', subject] as const),
];

/** What somebody would try who looks for a holder by digests of guessed keys and values. */
const GUESSES: readonly (readonly [what: string, text: string])[] = HOLDERS.flatMap(({ kind, idType, idNumber, name }) => [
  ...['', '\0', ' ', ':', '|', '/', '~', '-', '_', '.', ',', '\n'].map((mark) => ['type and number', `${idType}${mark}${idNumber}`] as const),
  ...[':', '\0', '|', '~', '/'].map((mark) => ['number under a prefix', `holder${mark}${idNumber}`] as const),
  ['composite key', `\0holder\0${idType}\0${idNumber}\0`],
  ['composite key', `\0holder\0${idNumber}\0`],
  ['number and name', `${idNumber}${name}`],
  ['name and number', `${name}${idNumber}`],
  ['holder as JSON', toCanonicalJson({ idNumber })],
  ['holder as JSON', toCanonicalJson({ idNumber, idType })],
  ['holder as JSON', toCanonicalJson({ idNumber, name })],
  ['holder as JSON', toCanonicalJson({ idNumber, idType, kind, name })],
  ['holder as JSON', JSON.stringify({ kind, idType, idNumber, name })],
]);

const ATTRIBUTE_GUESSES = [['住址', 'text', ADDRESSES[0]], ['住址', 'text', ADDRESSES[1]], ['出生日期', 'date', BIRTHDAY], ['联系电话', 'text', TELEPHONE]].flatMap(
  ([name = '', type = '', value = '']) => [`${name}${value}`, `${name}:${value}`, `${name}=${value}`, toCanonicalJson({ name, value }), toCanonicalJson({ name, type, value })],
);

const TRACES: readonly Trace[] = [
  ...PERSONAL.flatMap(([what, text]) => tracesOf(what, text)),
  ...GUESSES.flatMap(([what, text]) => digestsOf(what, text)),
  ...ATTRIBUTE_GUESSES.flatMap((text) => digestsOf('attribute', text)),
];

describe('no block', () => {
  it('holds a personal value, or a digest of one or of a key made of one, in any encoding', () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(blocks.map(({ number }) => number)).toEqual([...blocks.keys()]);
    expect(blocks.flatMap(({ number, bytes }) => findTraces(bytes, TRACES).map((what) => `block ${String(number)}: ${what}`))).toEqual([]);
  }, 60 * SECONDS);

  it('names a person in a certificate: operators have numbers', () => {
    const transactions = blocks.flatMap((block) => block.transactions).filter(({ action }) => action?.event !== undefined);
    const subjects = transactions.map(({ creator }) => new X509Certificate(creator.certificate).subject);
    expect(transactions.length).toBeGreaterThanOrEqual(6);
    expect(subjects.map((subject) => /^CN=(.*)$/mu.exec(subject)?.[1])).toEqual(subjects.map(() => expect.stringMatching(/^op-[0-9a-f]{32}$/u) as unknown));
  });
});

describe('the search', () => {
  it('finds what is public', () => {
    const found = blocks.filter(({ bytes }) => findTraces(bytes, textEncodings('identifier', identifier)).includes('identifier'));
    expect(found.length).toBeGreaterThan(0);
  });

  it('finds each trace in each encoding when one is in a block', () => {
    const bytes = blocks.at(-1)?.bytes ?? Buffer.alloc(0);
    const middle = bytes.length >> 1;
    const missed = TRACES.filter((trace) => {
      const planted = Buffer.concat([bytes.subarray(0, middle), trace.bytes, bytes.subarray(middle)]);
      return findTraces(planted, [trace]).length === 0;
    });
    expect(TRACES.length).toBeGreaterThan(1_000);
    expect(missed.map(({ what }) => what)).toEqual([]);
  }, 60 * SECONDS);

  it.each([0, 1, 2])('finds a value in the base64 of something longer, %i bytes in', (offset) => {
    const bytes = Buffer.concat([Buffer.alloc(9 + offset, 1), Buffer.from(ADDRESSES[0]), Buffer.from('more')]);
    const found = findTraces(Buffer.from(bytes.toString('base64')), byteEncodings('address', Buffer.from(ADDRESSES[0])));
    expect(found).toEqual(['address in base64']);
  });

  it("finds a name in a creator's certificate", () => {
    const certificate = blocks.at(-1)?.transactions[0]?.creator.certificate ?? '';
    const der = new X509Certificate(certificate).raw;
    const planted = Buffer.concat([der.subarray(0, 101), Buffer.from(SUBJECTS.issuer), der.subarray(101)]).toString('base64');
    const pem = `-----BEGIN CERTIFICATE-----\n${planted.match(/.{1,64}/gu)?.join('\n') ?? ''}\n-----END CERTIFICATE-----\n`;
    expect(certificate).toContain('BEGIN CERTIFICATE');
    expect(findTraces(Buffer.from(`before${pem}after`), TRACES)).toContain('subject of a token');
  });
});

describe('no file of the network', () => {
  const encoded = PERSONAL.flatMap(([what, text]) => textEncodings(what, text));
  /** The peers of the parties: city and issuing district. */
  const PARTIES = /^organisations\/(?:city|heping)\/peer[0-9]\/data\//u;

  const search = (isSearched: (file: string) => boolean) => {
    const { stateDir } = network.context.topology;
    const files = filesIn(stateDir).filter(isSearched);
    const found = files.flatMap((file) => findTraces(readWithoutPadding(path.join(stateDir, file)), encoded).map((what) => `${file}: ${what}`));
    return { files, found };
  };

  it("holds a personal value but the private data of the parties' peers: no log, no gateway's state, no other peer, no orderer, no authority", () => {
    const { files, found } = search((file) => !PARTIES.test(file));
    const expected = ['logs/gateway.heping.log', 'logs/peer0.heping.log', 'organisations/heping/gateway/state/secret', 'organisations/heping/ca/fabric-ca-server.db'];
    expect(files).toEqual(expect.arrayContaining(expected));
    expect(files.filter((file) => file.startsWith('logs/chaincode-'))).toHaveLength(4);
    expect(files.filter((file) => file.startsWith('organisations/hunnan/peer0/data/')).length).toBeGreaterThan(10);
    expect(files.filter((file) => /^organisations\/ordering\/.*\.wal$/u.test(file)).length).toBeGreaterThanOrEqual(3);
    expect(found).toEqual([]);
  }, 60 * SECONDS);

  it('is passed over by the search: in the private data it finds what is there', () => {
    const { found } = search((file) => PARTIES.test(file));
    const whose = (organisation: string) => found.filter((line) => line.startsWith(`organisations/${organisation}/`)).join('\n');
    for (const organisation of ['city', 'heping']) {
      expect(whose(organisation)).toMatch(/: name$/mu);
      expect(whose(organisation)).toMatch(/: ID number$/mu);
      expect(whose(organisation)).toMatch(/: address$/mu);
    }
  }, 60 * SECONDS);
});
