import {
  changesEventSchema,
  getErasureResultSchema,
  toCanonicalJson,
  type EraseHolderRequest,
  type HolderMapping,
} from '@shengjing/core';
import { MAX_PURGED } from '../erasure/purge';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork, Simulation } from '../testing/fake-network';
import { changesOf, newRequestId, writtenKinds } from '../testing/grants';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  CITY_SUPERVISOR,
  HEPING_ADMIN,
  HEPING_CLERK,
  HEPING_ISSUER,
  HUNNAN_ADMIN,
  HUNNAN_ISSUER,
  withAttributes,
  type Person,
} from '../testing/people';
import { hex, NOW, OTHER_PERSON, personalValuesOf, type SampleOrder } from '../testing/samples';

const CITY_COLLECTION = '_implicit_org_CityMSP';
const HEPING_COLLECTION = '_implicit_org_HepingMSP';
const HUNNAN_COLLECTION = '_implicit_org_HunnanMSP';

let network: FakeNetwork;
let identifier: string;
let order: SampleOrder;
let holderRef: string;

beforeEach(async () => {
  network = await newNetworkWithType();
  ({ identifier, order } = await issue(network, 1));
  await issue(network, 2, { mapping: { known: true } }, HUNNAN_ISSUER);
  ({ holderRef } = order.request);
});

function newRequest(): EraseHolderRequest {
  return { requestId: newRequestId(), holderRef, reason: 'ON_REQUEST' };
}

function callWith(changes: Partial<HolderMapping> = {}) {
  return { transient: { holder: JSON.stringify({ ...order.mapping, known: true, ...changes }) } };
}

async function erase() {
  return network.submit('holder:erase', CITY_ADMIN, newRequest(), callWith());
}

async function purge(admin: Person) {
  return network.submit('holder:purge', admin, { requestId: newRequestId(), holderRef });
}

async function remaining(): Promise<Record<string, number>> {
  const state = await network.evaluate('holder:getErasure', HUNNAN_ISSUER, { holderRef });
  const { organisations } = getErasureResultSchema.parse(state);
  return Object.fromEntries(organisations.map((organisation) => [organisation.mspId, organisation.remaining]));
}

/** What a collection still keeps. */
function keptIn(collection: string): string[] {
  return [...(network.ledger.committed.privateData.get(collection) ?? new Map<string, string>()).values()];
}

function policiesOf({ stub: { writes } }: Simulation): Set<string> {
  return new Set(writes.policies.values());
}

function hexPolicy(mspId: string): string {
  return Buffer.from(newEndorsementPolicy(mspId)).toString('hex');
}

describe('holder:erase', () => {
  it("purges mapping and private parts from the city's collection, and from no other", async () => {
    const { result, simulation } = await erase();
    expect(result).toEqual({
      schema: 'purge-result/1',
      holderRef,
      mspId: 'CityMSP',
      purged: 2,
      remaining: 0,
      txId: simulation.stub.getTxID(),
    });
    const expected = [order.mapping.key, hex(16, 1), hex(16, 2)].map((key) => [CITY_COLLECTION, key]);
    expect(simulation.stub.writes.purges.toSorted()).toEqual(expected.toSorted());
    expect([keptIn(CITY_COLLECTION), keptIn(HEPING_COLLECTION).length, keptIn(HUNNAN_COLLECTION).length]).toEqual([[], 1, 1]);
  });

  it('records the erasure and the purge under the policy of the city, with one event', async () => {
    const { simulation } = await erase();
    expect(writtenKinds(simulation)).toEqual(['erasure', 'purge', 'request']);
    expect(policiesOf(simulation)).toEqual(new Set([hexPolicy('CityMSP')]));
    const event: unknown = JSON.parse(simulation.stub.events[0]?.payload ?? '');
    expect(changesEventSchema.parse(event)).toMatchObject({
      changes: [
        { kind: 'holder-erased', holderRef },
        { kind: 'private-purged', holderRef, mspId: 'CityMSP', remaining: 0 },
      ],
    });
    const { erasure } = await network.evaluate('holder:getErasure', HEPING_CLERK, { holderRef });
    expect(erasure).toMatchObject({ holderRef, reason: 'ON_REQUEST', mspId: 'CityMSP', recordedAt: NOW.toISOString() });
  });

  it('puts nothing personal into the answer, the state or the event', async () => {
    const { simulation } = await erase();
    const { answer, stub } = simulation;
    const text = JSON.stringify([answer, [...stub.writes.state], stub.events]);
    const secrets = [order.holderValue.salt, order.mapping.key, ...personalValuesOf(order)];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('leaves what is public: the license is verified, its life traced', async () => {
    await erase();
    const { verdicts } = await network.evaluate('license:verify', HUNNAN_ISSUER, { identifier });
    expect(verdicts).toContainEqual(expect.objectContaining({ name: 'status', code: 'IN_FORCE' }));
    const { items } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
    expect(items).toHaveLength(1);
  });

  it('makes the holder unknown, so that a later license has another reference', async () => {
    await erase();
    const { idType, idNumber } = order.private.holder;
    const call = { transient: { holder: toCanonicalJson({ idType, idNumber }) }, peer: 'CityMSP' };
    for (const person of [HEPING_ISSUER, CITY_ADMIN]) {
      expect(await network.evaluate('license:findHolder', person, {}, call)).toMatchObject({ value: null });
    }
    await issue(network, 3, { request: { holderRef: hex(16, 201) } });
    expect(await remaining()).toEqual({ CityMSP: 0, HepingMSP: 1, HunnanMSP: 1 });
  });

  it('answers the same request twice with one erasure, the mapping being gone, and refuses its id for another', async () => {
    const request = newRequest();
    const first = await network.submit('holder:erase', CITY_ADMIN, request, callWith());
    const second = await network.submit('holder:erase', CITY_ADMIN, request);
    expect(second.result).toEqual(first.result);
    const changed = { ...request, reason: 'ORDERED_BY_LAW' };
    expect(await network.refusal('holder:erase', CITY_ADMIN, changed, callWith())).toBe('REQUEST_REUSED');
  });

  it('refuses to erase again with HOLDER_ERASED', async () => {
    await erase();
    expect(await network.refusal('holder:erase', CITY_ADMIN, newRequest(), callWith())).toBe('HOLDER_ERASED');
  });

  it.each<[string, Partial<HolderMapping>]>([
    ['not said to be known', { known: false }],
    ['under another key', { key: hex(32, 9) }],
    ['with another value', { value: toCanonicalJson({ schema: 'holder/1', holderRef: hex(16, 200), idType: 'resident-id', idNumber: '440524188001010014', salt: hex(16, 91) }) }],
    ['of another holder', { value: toCanonicalJson({ schema: 'holder/1', holderRef: hex(16, 201), idType: 'resident-id', idNumber: '440524188001010014', salt: hex(16, 90) }) }],
  ])('refuses a mapping %s with HOLDER_NOT_FOUND', async (_what, changes) => {
    expect(await network.refusal('holder:erase', CITY_ADMIN, newRequest(), callWith(changes))).toBe('HOLDER_NOT_FOUND');
  });

  it('refuses a missing or malformed mapping with INVALID_INPUT', async () => {
    for (const call of [{}, callWith({ value: '{}' }), callWith({ key: 'ff' })]) {
      expect(await network.refusal('holder:erase', CITY_ADMIN, newRequest(), call)).toBe('INVALID_INPUT');
    }
  });

  it.each<[string, Person]>([
    ['FORBIDDEN_ORGANISATION', HEPING_ADMIN],
    ['FORBIDDEN_ROLE', CITY_ISSUER],
    ['FORBIDDEN_ROLE', CITY_SUPERVISOR],
    ['FORBIDDEN_DIVISION', withAttributes(CITY_ADMIN, { division: '210102' })],
  ])("refuses with %s whoever is not the city's administrator", async (code, caller) => {
    expect(await network.refusal('holder:erase', caller, newRequest(), callWith())).toBe(code);
  });

  it('purges at most a hundred private parts, and the rest afterwards', async () => {
    for (let n = 3; n <= MAX_PURGED + 1; n += 1) {
      await issue(network, n, { mapping: { known: true }, private: { handle: hex(16, n) } });
    }
    const { result } = await erase();
    expect(result).toMatchObject({ purged: MAX_PURGED, remaining: 1 });
    expect(await remaining()).toMatchObject({ CityMSP: 1 });
    expect((await purge(CITY_ADMIN)).result).toMatchObject({ mspId: 'CityMSP', purged: 1, remaining: 0 });
    expect(keptIn(CITY_COLLECTION)).toEqual([]);
  });
});

describe('holder:purge', () => {
  it("purges what the caller's organisation keeps, and records it under that organisation's policy", async () => {
    await erase();
    expect(await remaining()).toEqual({ CityMSP: 0, HepingMSP: 1, HunnanMSP: 1 });
    const { result, simulation } = await purge(HEPING_ADMIN);
    expect(result).toMatchObject({ holderRef, mspId: 'HepingMSP', purged: 1, remaining: 0 });
    expect(simulation.stub.writes.purges).toEqual([[HEPING_COLLECTION, hex(16, 1)]]);
    expect(writtenKinds(simulation)).toEqual(['purge', 'request']);
    expect(policiesOf(simulation)).toEqual(new Set([hexPolicy('HepingMSP')]));
    expect(changesOf(simulation)).toEqual([{ kind: 'private-purged', holderRef, mspId: 'HepingMSP', remaining: 0 }]);
    expect(await remaining()).toEqual({ CityMSP: 0, HepingMSP: 0, HunnanMSP: 1 });
    await purge(HUNNAN_ADMIN);
    expect(await remaining()).toEqual({ CityMSP: 0, HepingMSP: 0, HunnanMSP: 0 });
    expect([keptIn(HEPING_COLLECTION), keptIn(HUNNAN_COLLECTION)]).toEqual([[], []]);
  });

  it('of nothing is recorded too', async () => {
    await erase();
    await purge(HEPING_ADMIN);
    expect((await purge(HEPING_ADMIN)).result).toMatchObject({ purged: 0, remaining: 0 });
  });

  it('answers the same request twice with one purge', async () => {
    await erase();
    const request = { requestId: newRequestId(), holderRef };
    const first = await network.submit('holder:purge', HEPING_ADMIN, request);
    const second = await network.submit('holder:purge', HEPING_ADMIN, request);
    expect(second.result).toEqual(first.result);
    expect(second.simulation.stub.writes.purges).toEqual([]);
    expect(await network.refusal('holder:purge', HEPING_ADMIN, { ...request, holderRef: hex(16, 1) })).toBe('REQUEST_REUSED');
  });

  it('refuses a holder who was not erased with ERASURE_NOT_FOUND', async () => {
    const request = { requestId: newRequestId(), holderRef };
    expect(await network.refusal('holder:purge', HEPING_ADMIN, request)).toBe('ERASURE_NOT_FOUND');
    expect(await network.refusal('holder:getErasure', HEPING_ADMIN, { holderRef })).toBe('ERASURE_NOT_FOUND');
  });

  it.each<[string, Person]>([
    ['FORBIDDEN_ROLE', HEPING_ISSUER],
    ['FORBIDDEN_ROLE', CITY_SUPERVISOR],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_ADMIN, { dept: undefined })],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ADMIN, { division: '210112' })],
    ['FORBIDDEN_ORGANISATION', { ...HEPING_ADMIN, mspId: 'StrangerMSP' }],
  ])('refuses with %s whoever is not an administrator in its organisation', async (code, caller) => {
    await erase();
    expect(await network.refusal('holder:purge', caller, { requestId: newRequestId(), holderRef })).toBe(code);
  });

  it('refuses malformed input with INVALID_INPUT', async () => {
    const request = { requestId: newRequestId(), holderRef: 'ff' };
    expect(await network.refusal('holder:purge', HEPING_ADMIN, request)).toBe('INVALID_INPUT');
  });
});

describe('the private part of an erased holder', () => {
  it('is ERASED wherever it was purged, and still there for a party that has not purged it', async () => {
    await erase();
    expect(await network.refusal('license:getPrivate', CITY_SUPERVISOR, { identifier })).toBe('ERASED');
    expect(await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier })).toMatchObject({ identifier });
    await purge(HEPING_ADMIN);
    expect(await network.refusal('license:getPrivate', HEPING_ISSUER, { identifier })).toBe('ERASED');
    expect(await network.refusal('license:getPrivate', HUNNAN_ISSUER, { identifier })).toBe('NOT_A_PARTY');
  });

  it('stays ERASED when another license is given the same handle', async () => {
    await erase();
    await purge(HEPING_ADMIN);
    const { handle } = order.private;
    const other = await issue(network, 3, { private: { handle, holder: OTHER_PERSON }, request: { holderRef: hex(16, 77) } });
    expect(await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier: other.identifier })).toMatchObject({ holder: OTHER_PERSON });
    for (const caller of [CITY_SUPERVISOR, HEPING_ISSUER]) {
      expect(await network.refusal('license:getPrivate', caller, { identifier })).toBe('ERASED');
    }
  });
});
