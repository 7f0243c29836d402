import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { newDigests, proveAttribute, type ErrorCode, type LicenseRecord, type SaltedAttribute } from '@shengjing/core';
import { gatewayUrl, newTemporaryNetwork, peerCommand, readBlock, waitFor, type LedgerTransaction, type TemporaryNetwork } from '@shengjing/network';
import { expectProblem, expectStatus, newPerson, send, withToken, type Answer, type Call, type Person } from './support/http';
import { openRequest } from './support/open-request';
import { assertOpenApi, type OpenApiDocument } from './support/openapi';
import { DEPARTMENTS, FILE, newHolder, newKey, newOrder, TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST } from './support/orders';
import { forge, forgeSignature, withoutSignature } from './support/tokens';

const SECONDS = 1_000;

let network: TemporaryNetwork;
let registrar: Person;
let issuer: Person;
let hunnanIssuer: Person;
let hunnanClerk: Person;
let document: OpenApiDocument;
let license: LicenseRecord;

beforeAll(async () => {
  network = await newTemporaryNetwork();
  await network.up({ gateways: true });
  registrar = await newPerson(network, 'city', 'admin', 'registrar');
  issuer = await newPerson(network, 'heping', 'issuer', 'issuer');
  hunnanIssuer = await newPerson(network, 'hunnan', 'issuer', 'issuer');
  hunnanClerk = await newPerson(network, 'hunnan', 'clerk', 'clerk');
  document = (await send(network, 'city', '/openapi.json')).body as OpenApiDocument;
  for (const type of [TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST]) {
    expectStatus(await registrar.post('/v1/license-types', type), 201);
  }
  license = await issue(issuer, newOrder());
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

async function issue(person: Person, order: unknown, headers?: Call['headers']): Promise<LicenseRecord> {
  const { headers: answered } = expectStatus(await person.post('/v1/licenses', order, headers), 201);
  return expectStatus(await person.get(answered.get('location') ?? ''), 200).body as LicenseRecord;
}

async function findTransaction(txId: string): Promise<LedgerTransaction> {
  const { body } = expectStatus(await hunnanClerk.get(`/v1/transactions/${txId}`), 200);
  const { transactions } = await readBlock(network.context, network.organisation('hunnan'), (body as { blockNumber: number }).blockNumber);
  const found = transactions.find((transaction) => transaction.txId === txId);
  if (found === undefined) {
    throw new Error(`the block does not hold ${txId}`);
  }
  return found;
}

describe('a license', () => {
  it('is read at every gateway, with the same public record', async () => {
    const answers = await Promise.all([registrar, issuer, hunnanClerk].map((person) => person.get(`/v1/licenses/${license.identifier}`)));
    expect(answers.map(({ body }) => body as unknown)).toEqual([license, license, license]);
    expect(license).toMatchObject({ type: TYPE.code, issuer: DEPARTMENTS.heping, mspId: 'HepingMSP', status: '01', provenance: 'issued' });
  }, 30 * SECONDS);

  it("is read by the raw Fabric command of the district's administrator", async () => {
    const { channel, chaincode } = network.context.topology;
    const ctor = JSON.stringify({ Args: ['license:get', JSON.stringify({ identifier: license.identifier })] });
    const command = ['chaincode', 'query', '--channelID', channel, '--name', chaincode, '--ctor', ctor];
    const { stdout } = await network.context.runner.run(peerCommand(network.organisation('heping'), command));
    expect(JSON.parse(stdout)).toEqual(license);
  }, 30 * SECONDS);

  it('shows its private part to its issuer and to the supervising city, and to nobody else', async () => {
    const route = `/v1/licenses/${license.identifier}/private`;
    const supervisor = await newPerson(network, 'city', 'supervisor', 'supervisor');
    const mine = expectStatus(await issuer.get(route), 200);
    expect(mine.body).toMatchObject({ identifier: license.identifier, holder: { name: '关山月' } });
    expect(mine.headers.get('cache-control')).toBe('no-store');
    expect(expectStatus(await supervisor.get(route), 200).body).toEqual(mine.body);
    expectProblem(await hunnanIssuer.get(route), 'NOT_A_PARTY');
  }, 30 * SECONDS);

  it('is verified anywhere, with its file and one attribute of it', async () => {
    const { attributes } = (await issuer.get(`/v1/licenses/${license.identifier}/private`)).body as { attributes: SaltedAttribute[] };
    const verify = async (shown: object) => {
      const { body } = expectStatus(await hunnanClerk.post('/v1/verifications', { identifier: license.identifier, ...shown }), 200);
      return Object.fromEntries((body as { verdicts: { name: string; code: string }[] }).verdicts.map(({ name, code }) => [name, code]));
    };
    for (const alg of ['sm3', 'sha256'] as const) {
      const [fileDigest] = newDigests(FILE).filter((digest) => digest.alg === alg);
      const address = proveAttribute(attributes, '住址', alg);
      const expected = { existence: 'EXISTS', issuer: 'ENTITLED', integrity: 'MATCHES', seal: 'UNSEALED', status: 'IN_FORCE' };
      await expect(verify({ fileDigest, attributes: [address] })).resolves.toMatchObject(expected);
      await expect(verify({ attributes: [{ ...address, value: '三好街一百零一号' }] })).resolves.toMatchObject({ integrity: 'ATTRIBUTE_DIFFERS' });
      await expect(verify({ fileDigest: { alg, value: '00'.repeat(32) } })).resolves.toMatchObject({ integrity: 'FILE_DIFFERS' });
    }
    await expect(verify({ at: '2020-01-01T00:00:00.000Z' })).resolves.toMatchObject({ 'status-at': 'NOT_YET_ISSUED' });
    await expect(verify({ identifier: license.identifier.slice(0, -1) })).resolves.toMatchObject({ identifier: 'MALFORMED' });
  }, 30 * SECONDS);

  it('is traced from the ledger alone', async () => {
    const { body } = expectStatus(await hunnanClerk.get(`/v1/licenses/${license.identifier}/trace?pageSize=1`), 200);
    const { txId, effectiveAt, recordedAt } = license;
    expect(body).toMatchObject({ items: [{ step: 1, operation: '01', mspId: 'HepingMSP', role: 'issuer', txId, effectiveAt, recordedAt }], bookmark: null });
  }, 30 * SECONDS);

  it('is in a transaction that the gateway knows', async () => {
    const { body } = expectStatus(await hunnanClerk.get(`/v1/transactions/${license.txId}`), 200);
    expect(body).toMatchObject({ txId: license.txId, state: 'committed' });
    expect(expectStatus(await hunnanClerk.get(`/v1/transactions/${'0'.repeat(64)}`), 200).body).toMatchObject({ state: 'unknown' });
  }, 30 * SECONDS);
});

describe('lists', () => {
  it('give every license of a type once, page by page', async () => {
    const orders = Array.from({ length: 4 }, () => newOrder({ type: TYPE_OF_HUNNAN.code }));
    const issued = await Promise.all(orders.map((order) => issue(hunnanIssuer, order)));
    const route = `/v1/licenses?type=${TYPE_OF_HUNNAN.code}`;
    const isIndexed = async () => (((await issuer.get(route)).body as { items: unknown[] }).items.length === issued.length ? true : undefined);
    await waitFor(isIndexed, { what: 'licenses in the index', deadline: 20 * SECONDS });
    const pages = await readPages(`${route}&pageSize=3`);
    expect(pages.map((items) => items.length)).toEqual([3, 1]);
    expect(pages.flat()).toEqual(issued.toSorted((a, b) => (`${a.recordedAt} ${a.serial}` < `${b.recordedAt} ${b.serial}` ? 1 : -1)));
  }, 60 * SECONDS);

  it('give every license type, page by page', async () => {
    const pages = await readPages('/v1/license-types?pageSize=2');
    const codes = pages.flat().map((item) => (item as { type: { code: string } }).type.code);
    expect(codes).toEqual([TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST].map(({ code }) => code));
  }, 30 * SECONDS);

  const readPages = async (route: string): Promise<unknown[][]> => {
    const pages: unknown[][] = [];
    let bookmark: string | null = '';
    while (bookmark !== null) {
      const { body } = expectStatus(await issuer.get(bookmark === '' ? route : `${route}&bookmark=${bookmark}`), 200);
      const page = body as { items: unknown[]; bookmark: string | null };
      pages.push(page.items);
      ({ bookmark } = page);
    }
    return pages;
  };
});

describe('a request', () => {
  it('sent again under the same key has the same answer and no second effect', async () => {
    const order = newOrder({ serial: '20260101' });
    const headers = { 'idempotency-key': newKey() };
    const first = expectStatus(await issuer.post('/v1/licenses', order, headers), 201);
    const second = expectStatus(await issuer.post('/v1/licenses', order, headers), 201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-key')).toBe(headers['idempotency-key']);
    expectProblem(await issuer.post('/v1/licenses', { ...order, validFrom: '2026-02-01' }, headers), 'REQUEST_REUSED');
  }, 30 * SECONDS);

  it('sent twice at once under the same key has one effect and one answer', async () => {
    const order = newOrder();
    const headers = { 'idempotency-key': newKey() };
    const answers = await Promise.all([0, 1].map(() => issuer.post('/v1/licenses', order, headers)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
  }, 30 * SECONDS);

  it('for the same serial number at once wins once', async () => {
    const answers = await Promise.all([0, 1].map(() => issuer.post('/v1/licenses', newOrder({ serial: '20260102' }))));
    const [won, lost] = answers.toSorted((a, b) => a.status - b.status) as [Answer, Answer];
    expectStatus(won, 201);
    expectProblem(lost, 'LICENSE_EXISTS');
  }, 30 * SECONDS);

  it('for the same new holder in two districts at once succeeds in both, under one holder reference', async () => {
    const holder = newHolder();
    const [one, other] = await Promise.all([issue(issuer, newOrder({ holder })), issue(hunnanIssuer, newOrder({ holder }))]);
    expect(other.holderRef).toBe(one.holderRef);
  }, 30 * SECONDS);

  it('has an id that comes back, is in the log and reaches the transaction', async () => {
    const requestId = newKey();
    const answer = expectStatus(await issuer.post('/v1/licenses', newOrder(), { 'x-request-id': requestId }), 201);
    const { txId } = answer.body as { txId: string };
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(answer.headers.get('idempotency-key')).toBe(requestId);
    const logFile = network.context.supervisor.logFile('gateway.heping');
    const line = await waitFor(async () => Promise.resolve(readFileSync(logFile, 'utf8').split('\n').find((text) => text.includes(requestId))), {
      what: 'line of the request in the log',
      deadline: 10 * SECONDS,
    });
    expect(JSON.parse(line)).toMatchObject({ organisation: 'heping', requestId, route: 'POST /v1/licenses', status: 201, txId });
    const { action } = await findTransaction(txId);
    expect(JSON.parse(action?.event?.payload ?? '')).toMatchObject({ requestId });
  }, 30 * SECONDS);

  it('keeps the operator number of its person whatever the role, and after a new start', async () => {
    const issued = await Promise.all([
      newPerson(network, 'city', 'issuer', 'registrar').then((person) => issue(person, newOrder())),
      newPerson(network, 'city', 'issuer', 'somebody else').then((person) => issue(person, newOrder())),
    ]);
    const { txId } = expectStatus(await registrar.get(`/v1/license-types/${TYPE.code}`), 200).body as { txId: string };
    const transactions = await Promise.all([txId, ...issued.map((record) => record.txId)].map(findTransaction));
    const [asRegistrar, asIssuer, another] = transactions.map(({ creator }) => new X509Certificate(creator.certificate));
    const [first, second, third] = [asRegistrar, asIssuer, another].map((certificate) => /^CN=(op-[0-9a-f]{32})$/mu.exec(certificate?.subject ?? '')?.[1]);
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(asIssuer?.serialNumber).not.toBe(asRegistrar?.serialNumber);
  }, 30 * SECONDS);
});

describe('every refusal has its status and its code in both languages, and is documented', () => {
  interface Refusal {
    readonly what: string;
    /** Path as /openapi.json has it. */
    readonly path: string;
    readonly call: () => Promise<Answer>;
  }

  const types = '/v1/license-types';
  const licenses = '/v1/licenses';
  const identifier = `${licenses}/{identifier}`;
  const list = (token: () => Promise<string>) => async () => withToken(network, 'heping', await token()).get(types);
  const order = (changes: object = {}, person = () => issuer) => async () => person().post(licenses, { ...newOrder(), ...changes });
  const by = async (role: 'clerk' | 'admin', changes: object = {}) => (await newPerson(network, 'heping', role, role)).post(licenses, { ...newOrder(), ...changes });
  const raw = (body: string, contentType = 'application/json') => () =>
    send(network, 'heping', licenses, { method: 'POST', body, headers: { authorization: `Bearer ${issuer.token}`, 'content-type': contentType } });
  const [address, birthday] = newOrder().attributes;
  const minutesAgo = (minutes: number) => Math.floor(Date.now() / 1000) - minutes * 60;

  it.each<Refusal & { code: ErrorCode }>([
    { what: 'no token', path: types, code: 'UNAUTHENTICATED', call: () => send(network, 'heping', types) },
    { what: 'an expired token', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { exp: minutesAgo(2) })) },
    { what: 'a token without an end', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { exp: undefined })) },
    { what: 'a token that is not valid yet', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { nbf: minutesAgo(-2) })) },
    { what: 'a token for another audience', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { aud: 'elsewhere' })) },
    { what: 'a token of another issuer', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { iss: 'somebody' })) },
    { what: 'a token with a role that does not exist', path: types, code: 'TOKEN_INVALID', call: list(() => forge(network, issuer, { role: 'mayor' })) },
    { what: 'a token that somebody else signed', path: types, code: 'TOKEN_INVALID', call: list(() => forgeSignature(network, issuer)) },
    { what: 'a token that nobody signed', path: types, code: 'TOKEN_INVALID', call: list(() => Promise.resolve(withoutSignature(issuer))) },
    { what: "another organisation's token", path: types, code: 'TOKEN_WRONG_ORGANISATION', call: list(() => Promise.resolve(hunnanIssuer.token)) },
    { what: "a type of a district's", path: types, code: 'FORBIDDEN_ORGANISATION', call: async () => (await newPerson(network, 'heping', 'admin', 'admin')).post(types, TYPE) },
    { what: 'a type twice', path: types, code: 'TYPE_EXISTS', call: () => registrar.post(types, TYPE) },
    { what: 'a clerk who issues', path: licenses, code: 'FORBIDDEN_ROLE', call: () => by('clerk') },
    { what: "another organisation's department", path: licenses, code: 'FORBIDDEN_DEPARTMENT', call: order({ issuer: DEPARTMENTS.heping }, () => hunnanIssuer) },
    { what: 'another division', path: licenses, code: 'FORBIDDEN_DIVISION', call: async () => withToken(network, 'heping', await forge(network, issuer, { division: '210112' })).post(licenses, newOrder()) },
    { what: 'a type that others issue', path: licenses, code: 'ISSUER_NOT_ENTITLED', call: order({ type: TYPE_OF_HUNNAN.code }) },
    { what: 'an unknown type', path: licenses, code: 'TYPE_NOT_FOUND', call: order({ type: '11210100000000019F999' }) },
    { what: 'a license twice', path: licenses, code: 'LICENSE_EXISTS', call: () => issuer.post(licenses, newOrder({ serial: license.serial })) },
    { what: 'a holder of a kind that the type does not have', path: licenses, code: 'HOLDER_KIND_NOT_ALLOWED', call: order({ holder: { kind: 'enterprise', idType: 'uscc', idNumber: '92210102MA0P8K2192', name: '样本' } }) },
    { what: 'an attribute too many', path: licenses, code: 'ATTRIBUTE_UNKNOWN', call: order({ attributes: [address, birthday, { name: '民族', type: 'text', value: '满' }] }) },
    { what: 'an attribute too few', path: licenses, code: 'ATTRIBUTE_MISSING', call: order({ attributes: [address] }) },
    { what: 'an attribute of another type', path: licenses, code: 'ATTRIBUTE_INVALID', call: order({ attributes: [address, { ...birthday, type: 'text' }] }) },
    { what: 'a field too many', path: licenses, code: 'INVALID_INPUT', call: order({ note: 'x' }) },
    { what: 'what is not JSON', path: licenses, code: 'INVALID_INPUT', call: raw('{"type":') },
    { what: 'a malformed key', path: licenses, code: 'INVALID_INPUT', call: () => issuer.post(licenses, newOrder(), { 'idempotency-key': 'short' }) },
    { what: 'a body too large', path: licenses, code: 'PAYLOAD_TOO_LARGE', call: raw(JSON.stringify({ note: 'x'.repeat(300_000) })) },
    { what: 'a body that is not JSON by its own account', path: licenses, code: 'UNSUPPORTED_MEDIA_TYPE', call: raw('type=1', 'application/x-www-form-urlencoded') },
    { what: 'a page too large', path: licenses, code: 'INVALID_INPUT', call: () => issuer.get(`${licenses}?type=${TYPE.code}&pageSize=101`) },
    { what: "a bookmark of another list's", path: licenses, code: 'INVALID_INPUT', call: () => issuer.get(`${licenses}?type=${TYPE.code}&bookmark=AHR5cGUA`) },
    { what: 'a malformed identifier', path: identifier, code: 'INVALID_INPUT', call: () => issuer.get(`${licenses}/1.2.156`) },
    { what: 'a license that does not exist', path: identifier, code: 'LICENSE_NOT_FOUND', call: async () => issuer.get(`${licenses}/1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U`) },
    { what: "a clerk who wants to see a private part", path: `${identifier}/private`, code: 'FORBIDDEN_ROLE', call: async () => (await newPerson(network, 'heping', 'clerk', 'clerk')).get(`${licenses}/${license.identifier}/private`) },
  ])('$code: $what', async ({ path, call, code }) => {
    const answer = await call();
    expectProblem(answer, code);
    const documented = Object.values(document.paths[path] ?? {}).flatMap(({ responses }) => responses[String(answer.status)]?.description ?? []);
    expect(documented.join('\n')).toContain(`\`${code}\``);
    expect(answer.status === 401).toBe(answer.headers.has('www-authenticate'));
  }, 30 * SECONDS);

  it('NOT_FOUND: an address that does not exist', async () => {
    expectProblem(await issuer.get('/v1/nothing'), 'NOT_FOUND');
  }, 30 * SECONDS);

  it('TYPE_NOT_IN_FORCE: recorded in a transaction that the answer names, the same again under the same key', async () => {
    const past = newOrder({ type: TYPE_OF_THE_PAST.code });
    const headers = { 'idempotency-key': newKey() };
    const refusal = await issuer.post('/v1/licenses', past, headers);
    expectProblem(refusal, 'TYPE_NOT_IN_FORCE');
    const { txId } = refusal.body as { txId: string };
    const again = await issuer.post('/v1/licenses', past, headers);
    expectProblem(again, 'TYPE_NOT_IN_FORCE');
    expect((again.body as { txId: string }).txId).toBe(txId);
    const { validationCode, action } = await findTransaction(txId);
    expect(validationCode).toBe('VALID');
    expect(action?.event?.payload).toContain('license-issue-refused');
  }, 30 * SECONDS);
});

describe('those who run a gateway', () => {
  it('find it documented as OpenAPI 3.1', () => {
    assertOpenApi(document);
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/licenses', '/v1/verifications', '/healthz', '/readyz', '/metrics']));
  });

  it('find a page to try it, with nothing from elsewhere', async () => {
    const page = expectStatus(await send(network, 'heping', '/docs'), 200).body as string;
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, asset]) => asset ?? '');
    expect(assets.length).toBeGreaterThan(2);
    const answers = await Promise.all(assets.map((asset) => send(network, 'heping', asset)));
    expect(answers.map(({ status }) => status)).toEqual(assets.map(() => 200));
  }, 30 * SECONDS);

  it('find its counts', async () => {
    const { body } = expectStatus(await send(network, 'heping', '/metrics'), 200);
    expect(body).toMatch(/^shengjing_http_request_duration_seconds_count\{route="POST \/v1\/licenses",status="201"\} [1-9]/mu);
    expect(body).toMatch(/^shengjing_fabric_stage_duration_seconds_count\{stage="endorse",outcome="ok"\} [1-9]/mu);
    expect(body).toMatch(/^shengjing_errors_total\{code="TYPE_NOT_IN_FORCE"\} 2$/mu);
  }, 30 * SECONDS);

  it('find it not ready while endorsement is impossible, alive all the same, and ready again', async () => {
    const readiness = async () => await send(network, 'hunnan', '/readyz');
    expectStatus(await readiness(), 200);
    const server = network.context.supervisor.names().find((name) => /^chaincode-.*\.hunnan$/u.test(name)) ?? '';
    await network.context.supervisor.stop(server);
    const { body } = await waitFor(
      async () => {
        const answer = await readiness();
        return answer.status === 503 ? answer : undefined;
      },
      { what: 'lack of readiness', deadline: 20 * SECONDS },
    );
    expect(body).toMatchObject({ ready: false, reasons: [{ code: 'ENDORSEMENT_UNAVAILABLE', details: { mspId: 'HunnanMSP' } }] });
    expectStatus(await send(network, 'hunnan', '/healthz'), 200);
    expectProblem(await hunnanIssuer.post('/v1/licenses', newOrder()), 'ENDORSEMENT_UNAVAILABLE');
    await network.up({ gateways: true });
    expectStatus(await hunnanIssuer.post('/v1/licenses', newOrder()), 201);
  }, 90 * SECONDS);

  it('stop it with SIGTERM after what has begun is finished; its people are the same after a new start', async () => {
    const before = await issue(hunnanIssuer, newOrder());
    const { supervisor } = network.context;
    const hunnan = network.organisation('hunnan');
    const request = await openRequest(`${gatewayUrl(hunnan)}/v1/licenses`, hunnanIssuer.token, JSON.stringify(newOrder()));
    const stopped = supervisor.stop('gateway.hunnan', 20 * SECONDS);
    await waitFor(
      async () => await fetch(`${gatewayUrl(hunnan)}/healthz`).then(() => undefined, () => true),
      { what: 'refused connection', deadline: 10 * SECONDS },
    );
    await expect(request.finish()).resolves.toMatchObject({ status: 201, body: { outcome: 'issued' } });
    await stopped;
    expect(supervisor.logEnd('gateway.hunnan')).toContain('"msg":"stopped"');
    await network.up({ gateways: true });
    const after = await issue(hunnanIssuer, newOrder());
    const creators = await Promise.all([before, after].map(async ({ txId }) => (await findTransaction(txId)).creator));
    expect(creators[1]).toEqual(creators[0]);
  }, 90 * SECONDS);
});
