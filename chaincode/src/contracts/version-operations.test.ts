import { commitAttributes, licenseRecordSchema, type LicenseRecord, type VersionOperationName } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import {
  changeStatus,
  changeVersion,
  NOTHING_BUT_A_REFUSAL,
  operate,
  versionRequest,
  withHandle,
} from '../testing/operations';
import { CITY_ADMIN, CITY_ISSUER, DEPARTMENTS, HEPING_ISSUER, HUNNAN_ISSUER, withAttributes } from '../testing/people';
import { hex, NOW, OTHER_PERSON, transientOf, TYPE, type SampleOrder } from '../testing/samples';

const NAMES = ['change', 'renew'] as const;

describe('operations that make a new version of a license', () => {
  let network: FakeNetwork;
  let identifier: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier, order } = await issue(network, 1));
  });

  function read(of: string): Promise<LicenseRecord> {
    return network.evaluate('license:get', HUNNAN_ISSUER, { identifier: of });
  }

  function refuse(
    name: VersionOperationName,
    changes: object = {},
    changed: SampleOrder = order,
    caller = HEPING_ISSUER,
  ): Promise<string | undefined> {
    const { request, transient } = versionRequest(name, identifier, changed, 2, changes);
    return network.refusal(`license:${name}`, caller, request, { transient });
  }

  it.each([
    ['change', '09', '2031-06-14'],
    ['renew', '02', '2036-06-14'],
  ] as const)('license:%s puts a new version in place of the current one', async (name, operation, validUntil) => {
    const before = await read(identifier);
    jest.setSystemTime(NOW.getTime() + 60_000);
    const operated = await changeVersion(network, name, identifier, order, 2);
    const { attributes } = withHandle(order, 2).private;
    expect(operated.identifier).toMatch(/\.002\..$/u);
    expect(operated.result).toMatchObject({ outcome: 'done', identifier: operated.identifier, status: '01' });
    expect(licenseRecordSchema.parse(await read(operated.identifier))).toEqual({
      ...before,
      identifier: operated.identifier,
      version: 2,
      previous: identifier,
      effectiveAt: NOW.toISOString(),
      recordedAt: new Date().toISOString(),
      validUntil,
      fileDigests: versionRequest(name, identifier, order, 2).request.fileDigests,
      attributeRoots: commitAttributes(attributes),
      lastStep: 2,
      lastEffectiveAt: NOW.toISOString(),
      txId: operated.txId,
    });
    expect(await read(identifier)).toEqual({
      ...before,
      status: '05',
      statusReason: 'ON_REQUEST',
      next: operated.identifier,
    });
    expect(operated.changes).toEqual([
      { kind: 'license-operated', identifier: operated.identifier, previous: identifier, operation, status: '01', transferTo: null },
    ]);
  });

  it.each(NAMES)('license:%s gives the private part to the parties and writes no entry of a list', async (name) => {
    const operated = await changeVersion(network, name, identifier, order, 2);
    expect(operated.collections).toEqual(['_implicit_org_CityMSP', '_implicit_org_HepingMSP']);
    expect(operated.written).toEqual(['license', 'request', 'step', 'version']);
    expect(operated.deleted).toEqual([]);
    for (const [of, n] of [[identifier, 1], [operated.identifier, 2]] as const) {
      const { attributes } = await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier: of });
      expect(attributes[0]?.salt).toBe(hex(16, n === 1 ? 11 : 102));
    }
  });

  it('have one step each, which names the version before', async () => {
    const second = await changeVersion(network, 'change', identifier, order, 2);
    const third = await changeVersion(network, 'renew', second.identifier, order, 3);
    const { items } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
    expect(items.map(({ step, identifier: of, previous, operation }) => [step, of, previous, operation])).toEqual([
      [1, identifier, null, '01'],
      [2, second.identifier, identifier, '09'],
      [3, third.identifier, second.identifier, '02'],
    ]);
  });

  it('leave one license in each list: its current version', async () => {
    const second = await changeVersion(network, 'change', identifier, order, 2);
    const page = { pageSize: 10 };
    const lists = await Promise.all([
      network.evaluate('license:listByType', HUNNAN_ISSUER, { type: TYPE.code, ...page }),
      network.evaluate('license:listByIssuer', HUNNAN_ISSUER, { issuer: DEPARTMENTS.heping, ...page }),
      network.evaluate('license:listByHolder', HUNNAN_ISSUER, { holderRef: order.request.holderRef, ...page }),
      network.evaluate('license:listByStatus', HUNNAN_ISSUER, { status: '01', ...page }),
    ]);
    for (const { items } of lists) {
      expect(items.map((license) => license.identifier)).toEqual([second.identifier]);
    }
    const lapsed = await network.evaluate('license:listByStatus', HUNNAN_ISSUER, { status: '05', ...page });
    expect(lapsed.items).toEqual([]);
  });

  it('start without the seals of the version before', async () => {
    const { digests } = { digests: order.request.fileDigests };
    const seal = { requestId: 'attach-a-seal-001', identifier, effectiveAt: NOW.toISOString(), mediaType: 'application/ofd', digests };
    await operate(network, 'license:attachSeal', HEPING_ISSUER, seal);
    const second = await changeVersion(network, 'change', identifier, order, 2);
    expect((await read(second.identifier)).seals).toEqual([]);
    expect((await read(identifier)).seals).toHaveLength(1);
  });

  it.each(NAMES)('license:%s records VERSION_NOT_CURRENT for a version that was replaced', async (name) => {
    await changeVersion(network, 'renew', identifier, order, 2);
    const operated = await changeVersion(network, name, identifier, order, 3);
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'VERSION_NOT_CURRENT' });
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
  });

  it.each(NAMES)('license:%s records STATUS_NOT_ALLOWED unless the status is 01', async (name) => {
    await changeStatus(network, 'suspend', identifier);
    const operated = await changeVersion(network, name, identifier, order, 2);
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'STATUS_NOT_ALLOWED' });
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
    expect(operated.changes).toMatchObject([{ kind: 'license-operation-refused', identifier, code: 'STATUS_NOT_ALLOWED' }]);
  });

  it.each([
    ['2031-06-14T15:59:59.999Z', 'done'],
    ['2031-06-14T16:00:00.000Z', 'refused'],
  ])('at %s, the days being days of China, are %s', async (time, outcome) => {
    jest.setSystemTime(new Date(time));
    const operated = await changeVersion(network, 'renew', identifier, order, 2);
    expect(operated.result).toMatchObject(outcome === 'done' ? { outcome } : { outcome, code: 'VALIDITY_ENDED' });
  });

  it.each([
    ['2031-06-14', '2031-06-14', 'refused'],
    ['2031-06-14', '2031-06-15', 'done'],
    ['2031-06-14', null, 'done'],
    [null, '2099-01-01', 'refused'],
    [null, null, 'refused'],
  ])('license:renew from %s to %s is %s', async (from, to, outcome) => {
    const license = await issue(network, 2, { mapping: { known: true }, request: { validUntil: from } });
    const operated = await changeVersion(network, 'renew', license.identifier, order, 3, { validUntil: to });
    expect(operated.result).toMatchObject(outcome === 'done' ? { outcome } : { outcome, code: 'VALIDITY_NOT_EXTENDED' });
  });

  it('license:change may end the validity sooner', async () => {
    const operated = await changeVersion(network, 'change', identifier, order, 2, { validUntil: '2027-01-01' });
    expect((await read(operated.identifier)).validUntil).toBe('2027-01-01');
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HUNNAN_ISSUER],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_ROLE', CITY_ADMIN],
    ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: 'clerk' })],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
    ['FORBIDDEN_ORGANISATION', { ...HEPING_ISSUER, mspId: 'StrangerMSP' }],
  ])('are refused with %s to whoever is not an issuer of the department', async (code, caller) => {
    for (const name of NAMES) {
      expect(await refuse(name, {}, order, caller)).toBe(code);
    }
  });

  it.each<[string, (from: SampleOrder) => SampleOrder]>([
    ['HOLDER_MISMATCH', (from) => withPrivate(from, { holder: OTHER_PERSON })],
    ['HOLDER_MISMATCH', (from) => ({ ...from, mapping: { ...from.mapping, value: from.mapping.value.replace('c8', 'c9') } })],
    ['HOLDER_MISMATCH', (from) => ({ ...from, mapping: { ...from.mapping, value: from.mapping.value.replace('5a', '5b') } })],
    ['INVALID_INPUT', (from) => ({ ...from, mapping: { ...from.mapping, value: '{}' } })],
    ['ATTRIBUTE_MISSING', (from) => withPrivate(from, { attributes: from.private.attributes.slice(1) })],
  ])('are refused with %s when what is private does not fit', async (code, change) => {
    for (const name of NAMES) {
      expect(await refuse(name, {}, change(order))).toBe(code);
    }
  });

  it('are refused with HOLDER_MISMATCH when the holder is said to be new', async () => {
    const { request } = versionRequest('change', identifier, order, 2);
    const transient = transientOf({ ...withHandle(order, 2), mapping: order.mapping });
    expect(await network.refusal('license:change', HEPING_ISSUER, request, { transient })).toBe('HOLDER_MISMATCH');
  });

  it('are refused with INVALID_INPUT under the handle of another private part', async () => {
    const { request, transient } = versionRequest('change', identifier, order, 1);
    expect(await network.refusal('license:change', HEPING_ISSUER, request, { transient })).toBe('INVALID_INPUT');
  });

  it.each([
    ['before the last step', '2026-06-15T01:58:59.999Z'],
    ['in the future', '2026-06-15T02:05:00.001Z'],
  ])('are refused with EFFECTIVE_TIME_INVALID when they take effect %s', async (_, effectiveAt) => {
    for (const name of NAMES) {
      expect(await refuse(name, { effectiveAt })).toBe('EFFECTIVE_TIME_INVALID');
    }
  });

  it('are refused with INVALID_INPUT for a validity that ends before it begins', async () => {
    expect(await refuse('change', { validUntil: '2026-06-14' })).toBe('INVALID_INPUT');
  });

  it('follow the current definition of the type, in force or not', async () => {
    const amended = { ...TYPE, attributes: TYPE.attributes.slice(0, 1), inForceUntil: '2026-01-01' };
    await network.submit('license:amendType', CITY_ADMIN, { requestId: 'amend-the-type-001', basedOn: 1, type: amended });
    expect(await refuse('change')).toBe('ATTRIBUTE_UNKNOWN');
    const fitting = withPrivate(order, { attributes: order.private.attributes.slice(0, 1) });
    const second = await changeVersion(network, 'change', identifier, fitting, 2);
    expect([(await read(second.identifier)).typeVersion, (await read(identifier)).typeVersion]).toEqual([2, 1]);
  });

  it('are refused with ISSUER_NOT_ENTITLED once the type does not entitle the department any more', async () => {
    const amended = { ...TYPE, issuers: [DEPARTMENTS.hunnan] };
    await network.submit('license:amendType', CITY_ADMIN, { requestId: 'amend-the-type-001', basedOn: 1, type: amended });
    expect(await refuse('renew')).toBe('ISSUER_NOT_ENTITLED');
  });

  it('are refused with VERSIONS_EXHAUSTED after version 999', async () => {
    const { state } = network.ledger.committed;
    for (const [key, text] of [...state].filter(([name]) => name.startsWith('\0version\0'))) {
      const version = JSON.parse(text) as { license: LicenseRecord };
      state.set(key, JSON.stringify({ ...version, license: { ...version.license, version: 999 } }));
    }
    expect(await refuse('change')).toBe('VERSIONS_EXHAUSTED');
  });

  it('are refused with HOLDER_ERASED once the holder has been erased', async () => {
    network.ledger.committed.state.set(`\0erasure\0${order.request.holderRef}\0`, '{"schema":"erasure/1"}');
    for (const name of NAMES) {
      expect(await refuse(name)).toBe('HOLDER_ERASED');
    }
  });

  it('answer a repeated request with the first outcome and write nothing', async () => {
    const { request, transient } = versionRequest('change', identifier, order, 2);
    const first = await operate(network, 'license:change', HEPING_ISSUER, request, { transient });
    const second = await operate(network, 'license:change', HEPING_ISSUER, request, { transient });
    expect(second).toMatchObject({ result: first.result, written: [], collections: [], changes: [] });
  });

  it('refuse a request id with another body, public or private, with REQUEST_REUSED', async () => {
    const { request, transient } = versionRequest('change', identifier, order, 2);
    await operate(network, 'license:change', HEPING_ISSUER, request, { transient });
    const otherPublic = { ...request, validFrom: '2026-06-16' };
    expect(await network.refusal('license:change', HEPING_ISSUER, otherPublic, { transient })).toBe('REQUEST_REUSED');
    const otherPrivate = { transient: transientOf(withHandle(order, 3)) };
    expect(await network.refusal('license:change', HEPING_ISSUER, request, otherPrivate)).toBe('REQUEST_REUSED');
  });
});

function withPrivate(order: SampleOrder, changes: Partial<SampleOrder['private']>): SampleOrder {
  return { ...order, private: { ...order.private, ...changes } };
}
