import { randomBytes } from 'node:crypto';
import {
  CITY,
  formatLicenseIdentifier,
  newDigests,
  proveAttribute,
  sha256Hex,
  toCanonicalJson,
  type LicensePrivate,
  type RedeemResult,
  type RequestOf,
  type UseResult,
} from '@shengjing/core';
import { DEPARTMENTS } from '../src/testing/people';
import { blocksFrom, changesIn, givenAway, writesIn } from './support/blocks';
import { newCity, type City, type PersonName } from './support/city';
import type { Committed, LedgerCall } from './support/ledger-client';
import { newIssueCall, newPerson } from './support/orders';
import { submitUntilValid } from './support/retrying';

const SECONDS = 1_000;
const HOLDER = { ...newPerson(), name: '欧阳望舒' };
const SERVICE = { purpose: 'qualification-check', item: '11210112000000019U4210122001000' };
/** How often a grant is used at once, and how often it may be. */
const ATTEMPTS = 50;
const ALLOWED = 10;

let city: City;
let identifier: string;
let privatePart: LicensePrivate;

beforeAll(async () => {
  city = await newCity();
  const call = await newIssueCall(city.client, city.people.hepingIssuer, DEPARTMENTS.heping, { holder: HOLDER });
  await submit(call);
  identifier = formatLicenseIdentifier({ ...call.request, version: 1 });
  privatePart = JSON.parse(call.transient?.['private'] ?? '') as LicensePrivate;
}, 180 * SECONDS);

afterAll(async () => {
  await city.dispose();
}, 60 * SECONDS);

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function newRequestId(): string {
  return `request-${hex(12)}`;
}

/** A call of a person, endorsed by the city and the person's organisation. */
function callOf<Name extends LedgerCall['name']>(
  person: PersonName,
  name: Name,
  request: RequestOf<Name>,
  transient?: Readonly<Record<string, string>>,
): LedgerCall<Name> {
  const operator = city.people[person];
  return { operator, name, request, endorsers: [CITY.mspId, operator.mspId], ...(transient && { transient }) };
}

async function submit(call: LedgerCall): Promise<Committed> {
  const committed = await submitUntilValid(city.client, call);
  expect(committed.validationCode).toBe('VALID');
  return committed;
}

async function give(uses: number | null): Promise<{ grantId: string; blockNumber: number }> {
  const until = new Date(Date.now() + 3_600 * SECONDS).toISOString();
  const consentDigests = newDigests('the consent');
  const terms = { requestId: newRequestId(), identifier, grantee: DEPARTMENTS.hunnan, ...SERVICE, until, uses, consentDigests };
  const { txId, blockNumber, result } = await submit(callOf('hepingClerk', 'grant:give', terms));
  expect(result).toMatchObject({ outcome: 'given', grantId: txId });
  return { grantId: txId, blockNumber };
}

async function use(grantId: string, person: PersonName = 'hunnanClerk'): Promise<UseResult> {
  const { result } = await submit(callOf(person, 'grant:use', { requestId: newRequestId(), identifier, grantId, ...SERVICE }));
  return result as UseResult;
}

describe('of fifty uses at once under a grant for ten', () => {
  it('exactly ten are used and forty are on record as refused, counted from the blocks', async () => {
    const { grantId, blockNumber } = await give(ALLOWED);
    const results = await Promise.all(Array.from({ length: ATTEMPTS }, async () => await use(grantId)));
    const blocks = await blocksFrom(city, blockNumber + 1);
    const changes = changesIn(blocks).filter((change) => 'grantId' in change && change.grantId === grantId);
    const codes = changes.flatMap((change) => (change.kind === 'license-use-refused' ? [change.code] : []));
    expect(changes.filter(({ kind }) => kind === 'license-used')).toHaveLength(ALLOWED);
    expect(codes).toEqual(Array.from({ length: ATTEMPTS - ALLOWED }, () => 'GRANT_EXHAUSTED'));
    const kinds = writesIn(city, blocks).map(({ key }) => key.split('\0')[1]);
    expect(kinds.filter((kind) => kind === 'grant-slot')).toHaveLength(ALLOWED);
    expect(kinds.filter((kind) => kind === 'use')).toHaveLength(ATTEMPTS);
    const slots = results.flatMap((result) => (result.outcome === 'used' ? [result.slot] : []));
    expect(new Set(slots)).toEqual(new Set(Array.from({ length: ALLOWED }, (_, index) => index + 1)));
    await expect(city.client.evaluate(callOf('hepingClerk', 'grant:get', { identifier, grantId }))).resolves.toMatchObject({ used: ALLOWED });
  }, 180 * SECONDS);
});

describe('a grant', () => {
  it('for any number of uses is used at once without a conflict', async () => {
    const { grantId } = await give(null);
    const request = () => ({ requestId: newRequestId(), identifier, grantId, ...SERVICE });
    const calls = Array.from({ length: ALLOWED }, () => callOf('hunnanClerk', 'grant:use', request()));
    const committed = await Promise.all(calls.map((call) => city.client.submit(call)));
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(calls.map(() => 'VALID'));
  }, 60 * SECONDS);

  it('is withdrawn at the counter of another organisation, and every use from then on is on record as refused', async () => {
    const { grantId } = await give(null);
    await expect(use(grantId)).resolves.toMatchObject({ outcome: 'used', slot: null });
    const withdrawal = { requestId: newRequestId(), identifier, grantId, consentDigests: newDigests('the declaration') };
    const { result } = await submit(callOf('hunnanClerk', 'grant:withdraw', withdrawal));
    expect(result).toMatchObject({ outcome: 'withdrawn' });
    await expect(use(grantId)).resolves.toMatchObject({ outcome: 'refused', code: 'GRANT_WITHDRAWN' });
  }, 60 * SECONDS);

  it('is not for another organisation, which is on record', async () => {
    const { grantId } = await give(1);
    await expect(use(grantId, 'hepingClerk')).resolves.toMatchObject({ outcome: 'refused', code: 'USE_OUT_OF_SCOPE' });
    await expect(use(grantId)).resolves.toMatchObject({ outcome: 'used', slot: 1 });
  }, 60 * SECONDS);
});

describe('a presentation', () => {
  const code = hex(32);
  let shown: string;
  let codes: Set<string>;
  let outcomes: RedeemResult[];

  beforeAll(async () => {
    const attributes = [proveAttribute(privatePart.attributes, '经营场所', 'sm3')];
    shown = toCanonicalJson({ schema: 'presentation-shown/1', identifier, code, attributes });
    const codeHash = sha256Hex(code);
    const expiresAt = new Date(Date.now() + 240 * SECONDS).toISOString();
    const request = { requestId: newRequestId(), identifier, codeHash, shownHash: sha256Hex(shown), expiresAt };
    await submit(callOf('hepingIssuer', 'presentation:present', request));
    const scans = (['hunnanClerk', 'citySupervisor'] as const).map((person) => ({
      ...callOf(person, 'presentation:redeem', { requestId: newRequestId(), codeHash }, { shown }),
      endorsers: [CITY.mspId, 'HunnanMSP'],
    }));
    const endorsed = await Promise.all(scans.map((scan) => city.client.endorse(scan)));
    const sent = await Promise.all(endorsed.map((transaction) => city.client.send(transaction)));
    codes = new Set(sent.map(({ validationCode }) => validationCode));
    outcomes = (await Promise.all(scans.map((scan) => submit(scan)))).map(({ result }) => result as RedeemResult);
  }, 60 * SECONDS);

  it('that is redeemed twice at once is redeemed once, and the other is on record as PRESENTATION_USED', () => {
    expect(codes.size).toBe(2);
    expect(codes).toContain('VALID');
    const redeemed = outcomes.filter(({ outcome }) => outcome === 'redeemed');
    const refused = outcomes.flatMap((result) => (result.outcome === 'refused' ? [result.code] : []));
    expect([redeemed.length, refused]).toEqual([1, ['PRESENTATION_USED']]);
  });

  it('proves the attributes that it reveals', () => {
    const verdicts = outcomes.flatMap((result) => (result.outcome === 'redeemed' ? result.verification.verdicts : []));
    expect(Object.fromEntries(verdicts.map(({ name, code: verdict }) => [name, verdict]))).toMatchObject({
      existence: 'EXISTS',
      integrity: 'MATCHES',
      status: 'IN_FORCE',
    });
  });

  it('leaves nothing personal and no secret in any block', async () => {
    const values = privatePart.attributes.flatMap(({ value, salt }) => [value, salt]);
    const blocks = await blocksFrom(city, 0);
    expect(givenAway(blocks, [HOLDER.name, HOLDER.idNumber, ...values, privatePart.salt])).toEqual([]);
    expect(blocks.filter(({ bytes }) => bytes.includes(code))).toEqual([]);
    expect(givenAway(blocks, [identifier, SERVICE.purpose])).toEqual([identifier, SERVICE.purpose]);
  }, 60 * SECONDS);
});
