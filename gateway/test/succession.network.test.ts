import path from 'node:path';
import type { LicenseRecord } from '@shengjing/core';
import { newTemporaryNetwork, type TemporaryNetwork } from '@shengjing/network';
import { everywhere } from './support/everywhere';
import { expectProblem, expectStatus, newPerson, type Answer, type Person } from './support/http';
import { newOrder, TYPE } from './support/orders';

const SECONDS = 1_000;
const FOUR = path.resolve(__dirname, '..', '..', 'network', 'test', 'four-organisations.yaml');
const HUNNAN = '210112';

let network: TemporaryNetwork;
let city: Person;
let hunnan: Person;
let order: ReturnType<typeof newOrder>;
/** A license of a district that is gone, which goes on in another. */
let moving: LicenseRecord;
/** Another, which should not have been granted. */
let wrong: LicenseRecord;

beforeAll(async () => {
  network = await newTemporaryNetwork(FOUR);
  await network.up({ gateways: true });
  city = await newPerson(network, 'city', 'admin', 'administrator');
  hunnan = await newPerson(network, 'hunnan', 'issuer', 'issuer');
  const heping = await newPerson(network, 'heping', 'issuer', 'issuer');
  expectStatus(await city.post('/v1/license-types', TYPE), 201);
  order = newOrder();
  moving = await issue(heping, order);
  wrong = await issue(heping, newOrder());
  await removeHeping();
}, 180 * SECONDS);

afterAll(async () => {
  await network.dispose();
}, 60 * SECONDS);

async function issue(person: Person, asked: object): Promise<LicenseRecord> {
  const { headers } = expectStatus(await person.post('/v1/licenses', asked), 201);
  return await read(person, headers.get('location') ?? '');
}

async function read(person: Person, route: string): Promise<LicenseRecord> {
  return expectStatus(await person.get(route), 200).body as LicenseRecord;
}

/** Ends everything that 和平区 runs. */
async function removeHeping(): Promise<void> {
  const { supervisor } = network.context;
  for (const name of supervisor.names().filter((candidate) => candidate.endsWith('.heping'))) {
    await supervisor.stop(name);
  }
}

async function operate(place: string, license: LicenseRecord, body: object): Promise<Answer> {
  const answer = await city.post(`/v1/licenses/${license.identifier}/${place}`, { effectiveAt: new Date().toISOString(), ...body });
  return await everywhere([hunnan], answer);
}

async function agree(district: string): Promise<void> {
  const admin = await newPerson(network, district, 'admin', 'administrator');
  expectStatus(await everywhere([city, hunnan], await admin.post('/v1/successions', { district: 'HepingMSP' })), 201);
}

describe('the license of a district that is gone', () => {
  it('is not for the city alone to end, nor for the city with one other', async () => {
    const revocation = { reason: 'OBTAINED_BY_FRAUD' };
    expectProblem(await operate('revocations', wrong, revocation), 'SUCCESSION_NOT_AGREED');
    await agree('hunnan');
    expectProblem(await operate('revocations', wrong, revocation), 'SUCCESSION_NOT_AGREED');
    await expect(read(hunnan, `/v1/licenses/${wrong.identifier}`)).resolves.toEqual(wrong);
  }, 90 * SECONDS);

  it('is revoked by the city when two others have agreed', async () => {
    await agree('shenhe');
    const { body } = expectStatus(await hunnan.get('/v1/successions/HepingMSP'), 200);
    expect(body).toMatchObject({ effective: true, agreements: [{ mspId: 'HunnanMSP' }, { mspId: 'ShenheMSP' }] });
    expectStatus(await operate('revocations', wrong, { reason: 'OBTAINED_BY_FRAUD' }), 200);
    await expect(read(hunnan, `/v1/licenses/${wrong.identifier}`)).resolves.toMatchObject({ status: '03' });
  }, 90 * SECONDS);

  it('goes on in another district', async () => {
    expectStatus(await operate('outward-transfers', moving, { reason: 'AUTHORITY_CHANGED', transferTo: HUNNAN }), 200);
    const takeover = { ...order, effectiveAt: new Date().toISOString(), previous: moving.identifier };
    const { headers } = expectStatus(await hunnan.post('/v1/licenses/inward-transfers', takeover), 201);
    const taken = await read(hunnan, headers.get('location') ?? '');
    expect(taken).toMatchObject({ mspId: 'HunnanMSP', status: '01', previous: moving.identifier, holderRef: moving.holderRef });
  }, 90 * SECONDS);

  it('is not suspended by the city, which only ends it or passes it on', async () => {
    expectProblem(await operate('suspensions', moving, { reason: 'UNDER_INVESTIGATION' }), 'FORBIDDEN_ROLE');
  }, 90 * SECONDS);
});
