import { newDigests, type ErrorCode, type LicenseRecord, type UseRecord, type Verification } from '@shengjing/core';
import { newTemporaryNetwork, type TemporaryNetwork } from '@shengjing/network';
import { everywhere } from './support/everywhere';
import { expectProblem, expectStatus, newPerson, send, type Answer, type Call, type Person } from './support/http';
import type { OpenApiDocument } from './support/openapi';
import { DEPARTMENTS, FILE, newHolder, newKey, newOrder, TYPE, type Order } from './support/orders';

const SECONDS = 1_000;
const HUNNAN = '210112';
const DECISION = { reason: 'UNDER_INVESTIGATION', decisionDigests: newDigests('a decision') };
const TERMS = { grantee: DEPARTMENTS.hunnan, purpose: 'enrolment', item: '11210112000000019U2000105001000', consentDigests: newDigests('a consent') };

let network: TemporaryNetwork;
let document: OpenApiDocument;
let city: Person;
let heping: Person;
let hunnan: Person;
let clerk: Person;
let order: Order;
/** The license whose life is told; always its current version. */
let license: LicenseRecord;
/** Its first version. */
let first: LicenseRecord;
/** An instant at which it was suspended. */
let suspendedAt: string;

beforeAll(async () => {
  network = await newTemporaryNetwork();
  await network.up({ gateways: true });
  city = await newPerson(network, 'city', 'admin', 'registrar');
  heping = await newPerson(network, 'heping', 'issuer', 'issuer');
  hunnan = await newPerson(network, 'hunnan', 'issuer', 'issuer');
  clerk = await newPerson(network, 'hunnan', 'clerk', 'clerk');
  document = (await send(network, 'city', '/openapi.json')).body as OpenApiDocument;
  expectStatus(await write(city, '/v1/license-types', TYPE), 201);
  order = newOrder({ serial: '20260001' });
  first = await make(heping, '/v1/licenses', order);
  license = first;
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

/** Writes, and waits until every organisation knows. */
async function write(person: Person, route: string, body?: unknown, headers?: Call['headers']): Promise<Answer> {
  return await everywhere([city, heping, hunnan], await person.post(route, body, headers));
}

/** Makes a license, or a version of one, and reads it where the answer says that it is. */
async function make(person: Person, route: string, body: unknown): Promise<LicenseRecord> {
  const { headers } = expectStatus(await write(person, route, body), 201);
  return expectStatus(await person.get(headers.get('location') ?? ''), 200).body as LicenseRecord;
}

/** Carries out an operation that takes effect now. */
async function operate(person: Person, { identifier }: Pick<LicenseRecord, 'identifier'>, place: string, body: object): Promise<Answer> {
  return await write(person, `/v1/licenses/${identifier}/${place}`, { effectiveAt: now(), ...body });
}

/** Expects a problem whose code the documentation of the path names. */
function expectRefusal(answer: Answer, code: ErrorCode, path: string): void {
  expectProblem(answer, code);
  const documented = document.paths[path]?.['post']?.responses[String(answer.status)]?.description ?? '';
  expect(documented).toContain(`\`${code}\``);
}

/** The codes of the verdicts on a license, by name. */
async function verify({ identifier }: Pick<LicenseRecord, 'identifier'>, asked: object = {}): Promise<Record<string, string>> {
  const { body } = expectStatus(await clerk.post('/v1/verifications', { identifier, ...asked }), 200);
  return Object.fromEntries((body as Verification).verdicts.map(({ name, code }) => [name, code]));
}

async function give(terms: object): Promise<string> {
  const { headers } = expectStatus(await write(heping, `/v1/licenses/${license.identifier}/grants`, { ...TERMS, until: now(3_600), ...terms }), 201);
  return headers.get('location') ?? '';
}

async function use(grant: string, changes: object = {}): Promise<Answer> {
  const { purpose, item } = TERMS;
  return await write(clerk, `${grant}/uses`, { purpose, item, ...changes });
}

/** @param seconds - From now. */
function now(seconds = 0): string {
  return new Date(Date.now() + seconds * SECONDS).toISOString();
}

const usesPath = '/v1/licenses/{identifier}/grants/{grantId}/uses';

describe('a license type', () => {
  it('is amended by versions, each based on the one before', async () => {
    const amended = { ...TYPE, attributes: TYPE.attributes.map((attribute) => ({ ...attribute, maxLength: 120 })) };
    const path = `/v1/license-types/${TYPE.code}/amendments`;
    const { body } = expectStatus(await write(city, path, { basedOn: 1, type: amended }), 201);
    expect(body).toMatchObject({ code: TYPE.code, version: 2 });
    expectRefusal(await write(city, path, { basedOn: 1, type: TYPE }), 'TYPE_VERSION_STALE', '/v1/license-types/{code}/amendments');
    expect(expectStatus(await clerk.get(`/v1/license-types/${TYPE.code}`), 200).body).toMatchObject({ version: 2, type: amended });
  }, 30 * SECONDS);
});

describe('licenses from before the chain', () => {
  it('are imported in a batch with their origin; those that exist are skipped', async () => {
    const { holder, attributes } = newOrder();
    const item = { validFrom: '2019-01-01', validUntil: '2029-12-31', effectiveAt: '2019-01-01T00:00:00.000Z', holder, attributes };
    const batch = { type: TYPE.code, source: 'heping-2019', items: [{ ...item, serial: '20190001' }, { ...item, serial: '20190002' }] };
    const { body } = expectStatus(await write(heping, '/v1/licenses/imports', batch), 200);
    const { items } = body as { items: { outcome: string; identifier: string }[] };
    expect(items.map(({ outcome }) => outcome)).toEqual(['imported', 'imported']);
    const imported = expectStatus(await clerk.get(`/v1/licenses/${items[0]?.identifier ?? ''}`), 200).body as LicenseRecord;
    expect(imported).toMatchObject({ provenance: 'imported', importedFrom: 'heping-2019', effectiveAt: item.effectiveAt });
    const again = { ...batch, items: [{ ...item, serial: '20190002' }, { ...item, serial: '20190003' }] };
    expect(expectStatus(await write(heping, '/v1/licenses/imports', again), 200).body).toMatchObject({
      items: [{ outcome: 'skipped', serial: '20190002', code: 'LICENSE_EXISTS' }, { outcome: 'imported' }],
    });
  }, 60 * SECONDS);
});

describe('a license in use', () => {
  let grant: string;

  it('is used within a grant, as often as the grant says', async () => {
    grant = await give({ uses: 3 });
    expect(expectStatus(await use(grant), 201).body).toMatchObject({ outcome: 'used' });
    expect(expectStatus(await clerk.get(grant), 200).body).toMatchObject({ used: 1, withdrawal: null });
  }, 30 * SECONDS);

  it('is not used outside the grant, and that it was tried is recorded', async () => {
    expectRefusal(await use(grant, { purpose: 'advertising' }), 'USE_OUT_OF_SCOPE', usesPath);
    const { body } = expectStatus(await heping.get(`/v1/licenses/${license.identifier}/uses`), 200);
    const uses = (body as { items: UseRecord[] }).items;
    expect(uses.map(({ outcome, code, department }) => [outcome, code, department])).toEqual([
      ['used', null, DEPARTMENTS.hunnan],
      ['refused', 'USE_OUT_OF_SCOPE', DEPARTMENTS.hunnan],
    ]);
  }, 30 * SECONDS);

  it('is not used while it is suspended', async () => {
    expect(expectStatus(await operate(heping, license, 'suspensions', DECISION), 200).body).toMatchObject({ status: '02' });
    suspendedAt = now();
    expectRefusal(await use(grant), 'LICENSE_NOT_IN_FORCE', usesPath);
    expectRefusal(await operate(heping, license, 'suspensions', DECISION), 'STATUS_NOT_ALLOWED', '/v1/licenses/{identifier}/suspensions');
  }, 30 * SECONDS);

  it('is used again when it was returned, until the grant is used up', async () => {
    expectStatus(await operate(heping, license, 'reinstatements', { reason: 'RECTIFIED' }), 200);
    expectStatus(await use(grant), 201);
    expectStatus(await use(grant), 201);
    expectRefusal(await use(grant), 'GRANT_EXHAUSTED', usesPath);
  }, 30 * SECONDS);

  it('is not used under a grant that was withdrawn', async () => {
    const withdrawn = await give({ uses: null });
    expectStatus(await use(withdrawn), 201);
    const declaration = { consentDigests: newDigests('a declaration') };
    expectStatus(await write(heping, `${withdrawn}/withdrawal`, declaration), 200);
    expectRefusal(await write(heping, `${withdrawn}/withdrawal`, declaration), 'GRANT_WITHDRAWN', '/v1/licenses/{identifier}/grants/{grantId}/withdrawal');
    expectRefusal(await use(withdrawn), 'GRANT_WITHDRAWN', usesPath);
    const { body } = expectStatus(await clerk.get(`/v1/licenses/${license.identifier}/grants`), 200);
    expect((body as { items: unknown[] }).items).toHaveLength(2);
  }, 30 * SECONDS);

  it('is judged at any time of the past', async () => {
    await expect(verify(first, { at: order.effectiveAt })).resolves.toMatchObject({ status: 'IN_FORCE', 'status-at': 'IN_FORCE' });
    await expect(verify(first, { at: suspendedAt })).resolves.toMatchObject({ status: 'IN_FORCE', 'status-at': 'STATUS_NOT_VALID' });
    await expect(verify(first, { at: '2020-01-01T00:00:00.000Z' })).resolves.toMatchObject({ 'status-at': 'NOT_YET_ISSUED' });
  }, 30 * SECONDS);
});

describe('a license that is changed', () => {
  it('has a new version that replaces the one before', async () => {
    const { holder, attributes, validFrom, validUntil } = order;
    const moved = attributes.map((attribute) => (attribute.name === '住址' ? { ...attribute, value: '三好街二百号' } : attribute));
    const change = { effectiveAt: now(), validFrom, validUntil, holder, attributes: moved, reason: 'DATA_CHANGED', fileDigests: newDigests(FILE) };
    license = await make(heping, `/v1/licenses/${first.identifier}/changes`, change);
    expect(license).toMatchObject({ version: 2, previous: first.identifier, next: null, status: '01', holderRef: first.holderRef });
    const replaced = expectStatus(await clerk.get(`/v1/licenses/${first.identifier}`), 200).body as LicenseRecord;
    expect(replaced).toMatchObject({ status: '05', next: license.identifier });
    expectRefusal(await operate(heping, first, 'suspensions', DECISION), 'VERSION_NOT_CURRENT', '/v1/licenses/{identifier}/suspensions');
  }, 30 * SECONDS);

  it('belongs to the same holder as before', async () => {
    const { attributes, validFrom, validUntil } = order;
    const change = { validFrom, validUntil, attributes, holder: newHolder(), reason: 'DATA_CHANGED' };
    expectRefusal(await operate(heping, license, 'changes', change), 'HOLDER_MISMATCH', '/v1/licenses/{identifier}/changes');
  }, 30 * SECONDS);

  it('is renewed for longer only', async () => {
    const { holder, attributes, validFrom } = order;
    const renewal = { validFrom, validUntil: '2027-12-31', holder, attributes, reason: 'ON_REQUEST' };
    expectRefusal(await operate(heping, license, 'renewals', renewal), 'VALIDITY_NOT_EXTENDED', '/v1/licenses/{identifier}/renewals');
  }, 30 * SECONDS);

  it('carries the seal of its issuer', async () => {
    await expect(verify(license)).resolves.toMatchObject({ seal: 'UNSEALED' });
    expectStatus(await operate(heping, license, 'seals', { mediaType: 'application/ofd', digests: newDigests('a sealed file') }), 200);
    await expect(verify(license)).resolves.toMatchObject({ seal: 'SEAL_ATTACHED' });
  }, 30 * SECONDS);
});

describe('a license that is shown', () => {
  it('tells whoever scans what the holder reveals, once', async () => {
    const asked = { attributes: ['出生日期'], seconds: 120 };
    const headers = { 'idempotency-key': newKey() };
    const route = `/v1/licenses/${license.identifier}/presentations`;
    const shown = expectStatus(await write(heping, route, asked, headers), 201);
    expect(expectStatus(await write(heping, route, asked, headers), 201).body).toEqual(shown.body);
    const { token } = shown.body as { token: string };

    const scanned = expectStatus(await write(clerk, '/v1/presentations/redemptions', { token }), 200);
    const { identifier, attributes, verification } = scanned.body as { identifier: string; attributes: unknown; verification: Verification };
    expect([identifier, attributes]).toEqual([license.identifier, [{ name: '出生日期', type: 'date', value: '1881-03-07' }]]);
    expect(verification.verdicts.find(({ name }) => name === 'integrity')).toMatchObject({ verdict: 'pass', code: 'MATCHES' });

    expectRefusal(await write(clerk, '/v1/presentations/redemptions', { token }), 'PRESENTATION_USED', '/v1/presentations/redemptions');
  }, 30 * SECONDS);

  it('is not believed when what is shown was made up', async () => {
    const { body } = expectStatus(await write(heping, `/v1/licenses/${license.identifier}/presentations`, { attributes: ['出生日期'], seconds: 60 }), 201);
    const shown = Buffer.from((body as { token: string }).token, 'base64url').toString();
    const token = Buffer.from(shown.replace('1881-03-07', '1981-03-07')).toString('base64url');
    expectRefusal(await write(clerk, '/v1/presentations/redemptions', { token }), 'PRESENTATION_INVALID', '/v1/presentations/redemptions');
    const unknown = Buffer.from(shown.replace(/"code":"[0-9a-f]{4}/u, '"code":"0000')).toString('base64url');
    expectRefusal(await write(clerk, '/v1/presentations/redemptions', { token: unknown }), 'PRESENTATION_NOT_FOUND', '/v1/presentations/redemptions');
  }, 30 * SECONDS);
});

describe('a license that moves to another district', () => {
  let taken: LicenseRecord;

  it('is taken over by the district that it is offered to, once', async () => {
    const offer = { reason: 'MOVED', transferTo: HUNNAN };
    const path = '/v1/licenses/inward-transfers';
    const { serial, ...rest } = order;
    const takeover = () => ({ ...rest, effectiveAt: now(), previous: license.identifier });
    expectRefusal(await write(hunnan, path, takeover()), 'TRANSFER_NOT_OFFERED', path);
    expect(expectStatus(await operate(heping, license, 'outward-transfers', offer), 200).body).toMatchObject({ status: '06' });
    taken = await make(hunnan, path, takeover());
    expect(taken).toMatchObject({ mspId: 'HunnanMSP', previous: license.identifier, holderRef: license.holderRef, status: '01' });
    expect(taken.serial).not.toBe(serial);
    expectRefusal(await write(hunnan, path, takeover()), 'TRANSFER_TAKEN', path);
    const cancellations = '/v1/licenses/{identifier}/transfer-cancellations';
    expectRefusal(await operate(heping, license, 'transfer-cancellations', { reason: 'ON_REQUEST' }), 'TRANSFER_TAKEN', cancellations);
  }, 60 * SECONDS);

  it('takes the right to read its private part along', async () => {
    expectProblem(await heping.get(`/v1/licenses/${license.identifier}/private`), 'NOT_A_PARTY');
    expectProblem(await heping.get(`/v1/licenses/${taken.identifier}/private`), 'NOT_A_PARTY');
    expectStatus(await hunnan.get(`/v1/licenses/${taken.identifier}/private`), 200);
  }, 30 * SECONDS);

  it('is traced through its whole life, from the ledger alone', async () => {
    const stepsOf = async ({ identifier }: LicenseRecord): Promise<unknown[]> => {
      const { body } = expectStatus(await clerk.get(`/v1/licenses/${identifier}/trace`), 200);
      const { items } = body as { items: { operation: string; status: string; previous: string | null; mspId: string }[] };
      return items.map(({ operation, status, mspId }) => [operation, status, mspId]);
    };
    await expect(stepsOf(license)).resolves.toEqual([
      ['01', '01', 'HepingMSP'],
      ['03', '02', 'HepingMSP'],
      ['06', '01', 'HepingMSP'],
      ['09', '01', 'HepingMSP'],
      ['07', '01', 'HepingMSP'],
      ['05', '06', 'HepingMSP'],
    ]);
    await expect(stepsOf(taken)).resolves.toEqual([['08', '01', 'HunnanMSP']]);
  }, 30 * SECONDS);

  it('comes to an end at the new district, and not twice', async () => {
    expectStatus(await operate(hunnan, taken, 'cancellations', { reason: 'ON_REQUEST' }), 200);
    expectRefusal(await operate(hunnan, taken, 'withdrawals', { reason: 'SERIOUS_VIOLATION' }), 'STATUS_NOT_ALLOWED', '/v1/licenses/{identifier}/withdrawals');
    await expect(verify(taken)).resolves.toMatchObject({ status: 'STATUS_NOT_VALID' });
  }, 30 * SECONDS);
});

describe('other ends of a license', () => {
  it.each([
    ['withdrawals', 'SERIOUS_VIOLATION', '07'],
    ['revocations', 'OBTAINED_BY_FRAUD', '03'],
    ['cancellations', 'HOLDER_INCAPABLE', '04'],
  ])('%s leave it with a status of their own', async (place, reason, status) => {
    const ended = await make(heping, '/v1/licenses', newOrder());
    expect(expectStatus(await operate(heping, ended, place, { reason }), 200).body).toMatchObject({ status });
    const { body } = expectStatus(await clerk.get(`/v1/licenses/${ended.identifier}`), 200);
    expect(body).toMatchObject({ status, statusReason: reason });
  }, 30 * SECONDS);

  it('the end of its validity is recorded when it has come, not before', async () => {
    const path = '/v1/licenses/{identifier}/expiries';
    const expired = await make(heping, '/v1/licenses', newOrder({ validUntil: '2026-01-02' }));
    const living = await make(heping, '/v1/licenses', newOrder());
    expect(expectStatus(await operate(heping, expired, 'expiries', { reason: 'VALIDITY_ENDED' }), 200).body).toMatchObject({ status: '05' });
    expectRefusal(await operate(heping, living, 'expiries', { reason: 'VALIDITY_ENDED' }), 'VALIDITY_NOT_ENDED', path);
  }, 30 * SECONDS);

  it('are not the city\'s to make for a district that nobody has declared gone', async () => {
    const living = await make(heping, '/v1/licenses', newOrder());
    const path = '/v1/licenses/{identifier}/revocations';
    expectRefusal(await operate(city, living, 'revocations', { reason: 'OBTAINED_BY_FRAUD' }), 'SUCCESSION_NOT_AGREED', path);
    const admin = await newPerson(network, 'hunnan', 'admin', 'administrator');
    const { headers } = expectStatus(await write(admin, '/v1/successions', { district: 'HepingMSP' }), 201);
    const { body } = expectStatus(await clerk.get(headers.get('location') ?? ''), 200);
    expect(body).toMatchObject({ district: 'HepingMSP', agreements: [{ mspId: 'HunnanMSP' }], effective: false });
    expectRefusal(await operate(city, living, 'revocations', { reason: 'OBTAINED_BY_FRAUD' }), 'SUCCESSION_NOT_AGREED', path);
  }, 30 * SECONDS);
});

describe('a holder who is erased', () => {
  it('is forgotten by every party, and the proof that the license existed stays', async () => {
    const { idType, idNumber } = order.holder;
    const erasure = { idType, idNumber, reason: 'ON_REQUEST' };
    const erased = expectStatus(await write(city, '/v1/erasures', erasure), 201);
    expect(erased.body).toMatchObject({ holderRef: first.holderRef, mspId: 'CityMSP', remaining: 0 });
    expectRefusal(await write(city, '/v1/erasures', erasure), 'HOLDER_NOT_FOUND', '/v1/erasures');

    const place = erased.headers.get('location') ?? '';
    const remaining = async (): Promise<Record<string, number>> => {
      const { body } = expectStatus(await clerk.get(place), 200);
      const { organisations } = body as { organisations: { mspId: string; remaining: number }[] };
      return Object.fromEntries(organisations.map((organisation) => [organisation.mspId, organisation.remaining]));
    };
    await expect(remaining()).resolves.toEqual({ CityMSP: 0, HepingMSP: 2, HunnanMSP: 1 });
    for (const organisation of ['heping', 'hunnan']) {
      const admin = await newPerson(network, organisation, 'admin', 'administrator');
      expect(expectStatus(await write(admin, `${place}/purges`), 200).body).toMatchObject({ remaining: 0 });
    }
    await expect(remaining()).resolves.toEqual({ CityMSP: 0, HepingMSP: 0, HunnanMSP: 0 });

    const supervisor = await newPerson(network, 'city', 'supervisor', 'supervisor');
    for (const identifier of [first.identifier, license.identifier]) {
      expectProblem(await supervisor.get(`/v1/licenses/${identifier}/private`), 'ERASED');
    }
    await expect(verify(first, { at: order.effectiveAt })).resolves.toMatchObject({ existence: 'EXISTS', 'status-at': 'IN_FORCE' });
  }, 60 * SECONDS);

  it('is nobody whom a stranger could purge', async () => {
    const admin = await newPerson(network, 'heping', 'admin', 'administrator');
    expectRefusal(await write(admin, `/v1/erasures/${'0'.repeat(32)}/purges`), 'ERASURE_NOT_FOUND', '/v1/erasures/{holderRef}/purges');
  }, 30 * SECONDS);
});
