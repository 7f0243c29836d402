import { changesEventSchema, commitAttributes, licenseRecordSchema, toCanonicalJson, type LicenseType } from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import { FakeNetwork } from '../testing/fake-network';
import { CITY_ADMIN, CITY_ISSUER, DEPARTMENTS, HEPING_ISSUER, HUNNAN_ISSUER, withAttributes } from '../testing/people';
import { hex, newOrder, NOW, OTHER_PERSON, transientOf, TYPE, type SampleChanges } from '../testing/samples';

const CITY_COLLECTION = '_implicit_org_CityMSP';
const HEPING_COLLECTION = '_implicit_org_HepingMSP';
const NOT_IN_FORCE = { ...TYPE, code: '11100000000013338W012', inForceFrom: '2027-01-01' };

describe('license:issue', () => {
  let network: FakeNetwork;

  beforeEach(async () => {
    network = await newNetworkWithType();
  });

  function refuse(changes: SampleChanges, caller = HEPING_ISSUER): Promise<unknown> {
    const order = newOrder(1, DEPARTMENTS.heping, changes);
    return network.refusal('license:issue', caller, order.request, { transient: transientOf(order) });
  }

  it('records the license with commitments to its attributes in place of their values', async () => {
    const { identifier, order } = await issue(network, 1);
    const license = await network.evaluate('license:get', HUNNAN_ISSUER, { identifier });
    expect(licenseRecordSchema.parse(license)).toMatchObject({
      identifier: `1.2.156.3005.2.${TYPE.code}.${DEPARTMENTS.heping}.20260001.001.${identifier.slice(-1)}`,
      mspId: 'HepingMSP',
      division: '210102',
      holderRef: order.request.holderRef,
      holderKind: 'person',
      status: '01',
      typeVersion: 1,
      provenance: 'issued',
      recordedAt: NOW.toISOString(),
      attributeRoots: commitAttributes(order.private.attributes),
      attributeCount: 2,
      fileDigests: order.request.fileDigests,
    });
  });

  it('gives the private part and a new holder to the parties alone', async () => {
    const { order, writes } = await issue(network, 1);
    const privatePart = toCanonicalJson(order.private);
    expect(writes.privateData).toEqual(
      new Map([
        [HEPING_COLLECTION, new Map([[order.private.handle, privatePart]])],
        [
          CITY_COLLECTION,
          new Map([
            [order.private.handle, privatePart],
            [order.mapping.key, order.mapping.value],
          ]),
        ],
      ]),
    );
  });

  it('writes what the city issues to one collection, under the policy of the city', async () => {
    const { writes } = await issue(network, 1, {}, CITY_ISSUER);
    expect([...writes.privateData.keys()]).toEqual([CITY_COLLECTION]);
    expect(new Set(writes.policies.values())).toEqual(new Set([hexPolicy('CityMSP')]));
  });

  it('puts records under the policy of city and district, a holder reference under that of the city', async () => {
    const { writes } = await issue(network, 1);
    const policies = [...writes.policies].map(([key, policy]) => [key.split('\0')[1], policy]);
    expect(Object.fromEntries(policies)).toEqual({
      holder: hexPolicy('CityMSP'),
      license: hexPolicy('HepingMSP'),
      version: hexPolicy('HepingMSP'),
      step: hexPolicy('HepingMSP'),
      request: hexPolicy('HepingMSP'),
    });
  });

  it('writes an entry of each list, under no policy of its own, so that the city can move it', async () => {
    const { writes, order } = await issue(network, 1);
    const { type, issuer, serial } = order.request;
    const entries = [...writes.state].filter(([key]) => !writes.policies.has(key));
    expect(entries.map(([key]) => key.split('\0')[1])).toEqual([
      'license-by-issuer',
      'license-by-holder',
      'license-by-status',
    ]);
    for (const [, entry] of entries) {
      expect(JSON.parse(entry)).toEqual({ schema: 'license-reference/1', type, issuer, serial });
    }
  });

  it('emits one event that names the license', async () => {
    const { event, identifier } = await issue(network, 1);
    expect(changesEventSchema.parse(event)).toMatchObject({
      requestId: 'request-number-1',
      changes: [{ kind: 'license-issued', identifier, version: 1, serial: '20260001' }],
    });
  });

  it('issues to a holder whom the city knows without writing the mapping again', async () => {
    await issue(network, 1);
    const { writes } = await issue(network, 2, { mapping: { known: true } }, HUNNAN_ISSUER);
    expect([...(writes.privateData.get(CITY_COLLECTION) ?? new Map()).keys()]).toEqual([hex(16, 2)]);
    expect([...writes.state.keys()].some((key) => key.startsWith('\0holder\0'))).toBe(false);
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HUNNAN_ISSUER],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HUNNAN_ISSUER, { dept: DEPARTMENTS.heping })],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_ISSUER, { dept: undefined })],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210102 ' })],
    ['FORBIDDEN_DIVISION', withAttributes(HUNNAN_ISSUER, { dept: DEPARTMENTS.heping, division: '210102' })],
    ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: 'clerk' })],
    ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: undefined })],
    ['FORBIDDEN_ORGANISATION', { ...HEPING_ISSUER, mspId: 'StrangerMSP' }],
  ])('refuses with %s whoever is not an issuer of the department in its organisation', async (code, caller) => {
    expect(await refuse({}, caller)).toBe(code);
  });

  it('refuses a department that is not entitled to the type with ISSUER_NOT_ENTITLED', async () => {
    const type = { ...TYPE, code: '11100000000013338W013', issuers: [DEPARTMENTS.hunnan] };
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-3', type });
    expect(await refuse({ request: { type: type.code } })).toBe('ISSUER_NOT_ENTITLED');
  });

  it.each<[string, SampleChanges]>([
    ['TYPE_NOT_FOUND', { request: { type: '11100000000013338W999' } }],
    ['INVALID_INPUT', { request: { requestId: 'short' } }],
    ['INVALID_INPUT', { request: { validUntil: '2026-06-14' } }],
    ['INVALID_INPUT', { request: { serial: 'lower' } }],
    ['EFFECTIVE_TIME_INVALID', { request: { effectiveAt: '2026-06-15T02:05:00.001Z' } }],
    ['INVALID_INPUT', { request: { serial: '440524188001010014' } }],
    ['INVALID_INPUT', { request: { serial: 'JY440524188001010014001' } }],
    ['INVALID_INPUT', { private: { handle: 'ff' } }],
    ['INVALID_INPUT', { private: { attributes: [] } }],
    ['INVALID_INPUT', { private: { attributes: [newAttribute('签发日期', 'date', '2026-06-14'), newAttribute('经营场所')] } }],
    ['INVALID_INPUT', { private: { salt: hex(16, 5), attributes: [newAttribute('经营场所')] } }],
    ['INVALID_INPUT', { mapping: { value: '{}' } }],
    ['HOLDER_KIND_NOT_ALLOWED', { private: { holder: newEnterprise() } }],
    ['ATTRIBUTE_UNKNOWN', { private: { attributes: [newAttribute('电话'), { ...newAttribute('经营场所'), salt: hex(16, 6) }] } }],
    ['ATTRIBUTE_MISSING', { private: { attributes: [newAttribute('签发日期', 'date', '2026-06-14')] } }],
    ['ATTRIBUTE_INVALID', { private: { attributes: [newAttribute('经营场所', 'text', 'x'.repeat(61))] } }],
    ['HOLDER_MISMATCH', { private: { holder: OTHER_PERSON }, holderValue: { idNumber: '440524188001010014' } }],
    ['HOLDER_MISMATCH', { holderValue: { holderRef: hex(16, 201) } }],
    ['HOLDER_MISMATCH', { mapping: { known: true } }],
  ])('refuses with %s the order changed by %j', async (code, changes) => {
    expect(await refuse(changes)).toBe(code);
  });

  it('says where an identity number is that belongs nowhere public, and repeats it nowhere', async () => {
    const { request, ...order } = newOrder(1, DEPARTMENTS.heping, { request: { serial: 'JY440524188001010014' } });
    const transient = transientOf({ request, ...order });
    const { error } = await network.call('license:issue', HEPING_ISSUER, [JSON.stringify(request)], { transient });
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { issues: [{ path: 'serial', issue: 'holds-identity-number' }] } });
    expect(JSON.stringify(error)).not.toContain('440524188001010014');
  });

  it('leaves the serial numbers of enterprises, whose numbers are public, as they are', async () => {
    const type: LicenseType = { ...TYPE, code: '11100000000013338W013', holderKinds: ['enterprise'] };
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-3', type });
    const request = { type: type.code, serial: DEPARTMENTS.heping };
    expect((await issue(network, 1, { request, private: { holder: newEnterprise() } })).identifier).not.toBe('');
  });

  it('issues with effect as far ahead as clocks may differ', async () => {
    const { identifier } = await issue(network, 1, { request: { effectiveAt: '2026-06-15T02:05:00.000Z' } });
    expect(identifier).not.toBe('');
  });

  it('refuses transient parts that are missing, not UTF-8 or not canonical', async () => {
    const { request, ...order } = newOrder(1, DEPARTMENTS.heping);
    const good = transientOf({ request, ...order });
    const bad = [
      {},
      { private: good['private'] ?? '' },
      { ...good, private: Buffer.from([0xff]) },
      { ...good, private: ` ${good['private'] ?? ''}` },
    ];
    for (const transient of bad) {
      expect(await network.refusal('license:issue', HEPING_ISSUER, request, { transient })).toBe('INVALID_INPUT');
    }
  });

  it('refuses a holder key that the city would not derive, at the city', async () => {
    for (const mapping of [{ key: hex(32, 9) }, { keyVersion: 2 }]) {
      const order = newOrder(1, DEPARTMENTS.heping, { mapping });
      const call = { transient: transientOf(order), peer: 'CityMSP' };
      expect(await network.refusal('license:issue', HEPING_ISSUER, order.request, call)).toBe('HOLDER_KEY_MISMATCH');
    }
  });

  it("lets no mapping through at the city's server without its key, which nobody else could judge", async () => {
    const keyless = new FakeNetwork(false);
    await keyless.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-1', type: TYPE });
    const order = newOrder(1, DEPARTMENTS.heping);
    const transient = transientOf(order);
    const atCity = { transient, peer: 'CityMSP' };
    expect(await keyless.refusal('license:issue', HEPING_ISSUER, order.request, atCity)).toBe('HOLDER_KEY_UNAVAILABLE');
    expect(await keyless.refusalOrNone('license:issue', HEPING_ISSUER, order.request, { transient })).toBeUndefined();
  });

  it('refuses a holder as new whom the city knows, and as known with another value', async () => {
    await issue(network, 1);
    const other = { private: { handle: hex(16, 3) }, request: { serial: '9', requestId: 'request-number-9' } };
    expect(await refuse(other)).toBe('HOLDER_MISMATCH');
    const known = { ...other, mapping: { known: true }, holderValue: { salt: hex(16, 1) } };
    expect(await refuse(known)).toBe('HOLDER_MISMATCH');
  });

  it('refuses the reference of another holder with HOLDER_MISMATCH', async () => {
    await issue(network, 1);
    const changes = {
      private: { handle: hex(16, 3), holder: OTHER_PERSON },
      request: { serial: '9', requestId: 'request-number-9' },
    };
    expect(await refuse(changes)).toBe('HOLDER_MISMATCH');
  });

  it('refuses a handle that is in use, which would overwrite the private part of another license', async () => {
    await issue(network, 1);
    const order = newOrder(2, DEPARTMENTS.hunnan, { mapping: { known: true }, private: { handle: hex(16, 1) } });
    const call = { transient: transientOf(order) };
    expect(await network.refusal('license:issue', HUNNAN_ISSUER, order.request, call)).toBe('INVALID_INPUT');
  });

  it('refuses a serial that was issued with LICENSE_EXISTS', async () => {
    await issue(network, 1);
    expect(await refuse({ request: { requestId: 'request-number-9' } })).toBe('LICENSE_EXISTS');
  });

  it('answers a repeated request with its first outcome, the holder being known by now, and writes nothing', async () => {
    const first = await issue(network, 1);
    jest.setSystemTime(NOW.getTime() + 3_600_000);
    const second = await issue(network, 1, { mapping: { known: true } });
    expect(second.identifier).toBe(first.identifier);
    expect([second.writes.state.size, second.writes.privateData.size, second.event]).toEqual([0, 0, null]);
  });

  it('refuses a request id with another body, public or private, with REQUEST_REUSED', async () => {
    await issue(network, 1);
    expect(await refuse({ request: { validUntil: null } })).toBe('REQUEST_REUSED');
    expect(await refuse({ private: { salt: hex(32, 77) } })).toBe('REQUEST_REUSED');
  });

  it('records a refusal when the type is not in force, and issues nothing', async () => {
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-2', type: NOT_IN_FORCE });
    const order = newOrder(1, DEPARTMENTS.heping, { request: { type: NOT_IN_FORCE.code } });
    const call = { transient: transientOf(order) };
    const { result, simulation } = await network.submit('license:issue', HEPING_ISSUER, order.request, call);
    const { writes, events } = simulation.stub;
    const txId = simulation.stub.getTxID();
    expect(result).toEqual({ schema: 'issue-result/1', outcome: 'refused', code: 'TYPE_NOT_IN_FORCE', txId });
    expect([...writes.state.keys()].map((key) => key.split('\0')[1])).toEqual(['request']);
    expect(writes.privateData.size).toBe(0);
    expect(JSON.parse(events[0]?.payload ?? '')).toMatchObject({ changes: [{ kind: 'license-issue-refused' }] });
  });

  it('does not issue under a type that was in force only when the issue is said to take effect', async () => {
    const type = { ...NOT_IN_FORCE, inForceFrom: '2020-01-01', inForceUntil: '2025-12-31' };
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-2', type });
    const request = { type: type.code, effectiveAt: '2025-06-15T01:59:00.000Z' };
    expect((await issue(network, 1, { request })).event).toMatchObject({ changes: [{ code: 'TYPE_NOT_IN_FORCE' }] });
  });
});

function hexPolicy(mspId: string): string {
  return Buffer.from(newEndorsementPolicy(mspId)).toString('hex');
}

function newEnterprise(): { kind: 'enterprise'; idType: 'uscc'; idNumber: string; name: string } {
  return { kind: 'enterprise', idType: 'uscc', idNumber: DEPARTMENTS.heping, name: '某公司' };
}

function newAttribute(
  name: string,
  type: 'text' | 'date' = 'text',
  value = '值',
): { name: string; type: 'text' | 'date'; value: string; salt: string } {
  return { name, type, value, salt: hex(16, 5) };
}
