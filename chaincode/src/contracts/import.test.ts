import { importLicensesResultSchema, toCanonicalJson, type RequestOf } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, newRequestId, operate, toImportItem, transientOfBatch, type Operated } from '../testing/operations';
import { CITY_ADMIN, CITY_ISSUER, DEPARTMENTS, HEPING_ISSUER, HUNNAN_ISSUER, withAttributes } from '../testing/people';
import { hex, newOrder, TYPE, type SampleChanges, type SampleOrder } from '../testing/samples';

const LONG_AGO = '2019-03-01T01:00:00.000Z';
const CITY_COLLECTION = '_implicit_org_CityMSP';

/** Another holder, with a reference and a place of the own. */
const OTHER_HOLDER: SampleChanges = {
  private: { holder: { kind: 'person', idType: 'resident-id', idNumber: '11010519491231002X', name: '李四' } },
  request: { holderRef: hex(16, 201) },
};

describe('license:importLicenses', () => {
  let network: FakeNetwork;

  beforeEach(async () => {
    network = await newNetworkWithType();
  });

  /** Order number `n` of a batch, in force since long ago. */
  function newItem(n: number, changes: SampleChanges = {}): SampleOrder {
    const past = { effectiveAt: LONG_AGO, validFrom: '2019-03-01', ...changes.request };
    const privatePart = { handle: hex(16, n), ...changes.private };
    return newOrder(n, DEPARTMENTS.heping, { ...changes, request: past, private: privatePart });
  }

  function newRequest(orders: readonly SampleOrder[], changes: object = {}): RequestOf<'license:importLicenses'> {
    const items = orders.map(toImportItem);
    return { requestId: newRequestId(), type: TYPE.code, issuer: DEPARTMENTS.heping, source: 'heping-2019', items, ...changes };
  }

  function importAll(orders: readonly SampleOrder[], changes: object = {}): Promise<Operated> {
    const transient = transientOfBatch(orders);
    return operate(network, 'license:importLicenses', HEPING_ISSUER, newRequest(orders, changes), { transient });
  }

  function refuse(orders: readonly SampleOrder[], changes: object = {}, caller = HEPING_ISSUER): Promise<string | undefined> {
    const transient = transientOfBatch(orders);
    return network.refusal('license:importLicenses', caller, newRequest(orders, changes), { transient });
  }

  it('records licenses from before the chain with their own time and where they come from', async () => {
    const { result, changes, written, collections, txId } = await importAll([newItem(1), newItem(2, OTHER_HOLDER)]);
    const { items } = importLicensesResultSchema.parse(result);
    const identifiers = items.map((item) => (item.outcome === 'imported' ? item.identifier : ''));
    expect(changes).toMatchObject(identifiers.map((identifier) => ({ kind: 'license-imported', identifier, version: 1 })));
    expect(collections).toEqual([CITY_COLLECTION, '_implicit_org_HepingMSP']);
    expect(written).toContain('license-by-holder');
    for (const identifier of identifiers) {
      const license = await network.evaluate('license:get', HUNNAN_ISSUER, { identifier });
      expect(license).toMatchObject({ status: '01', provenance: 'imported', importedFrom: 'heping-2019', effectiveAt: LONG_AGO, txId });
      const trace = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
      expect(trace.items).toMatchObject([{ step: 1, operation: '01', effectiveAt: LONG_AGO, reason: null }]);
      const view = await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier });
      expect(view.identifier).toBe(identifier);
    }
  });

  it('stores each private part as canonical JSON, as an issue does', async () => {
    const orders = [newItem(1), newItem(2, OTHER_HOLDER)];
    await importAll(orders);
    for (const order of orders) {
      const stored = network.ledger.committed.privateData.get(CITY_COLLECTION)?.get(order.private.handle);
      expect(stored).toBe(toCanonicalJson(order.private));
    }
  });

  it('is for licenses that go on to live like any other', async () => {
    const { result } = await importAll([newItem(1)]);
    const [item] = importLicensesResultSchema.parse(result).items;
    const identifier = item?.outcome === 'imported' ? item.identifier : '';
    expect((await changeStatus(network, 'suspend', identifier)).result).toMatchObject({ outcome: 'done' });
    const at = { identifier, at: '2020-01-01T00:00:00.000Z' };
    const { verdicts } = await network.evaluate('license:verify', HUNNAN_ISSUER, at);
    expect(verdicts.find(({ name }) => name === 'status-at')).toMatchObject({ code: 'IN_FORCE' });
  });

  it('takes several licenses of the same new holder, and gives the city the holder once', async () => {
    await importAll([newItem(1), newItem(2), newItem(3)]);
    const { holderRef } = newItem(1).request;
    const page = await network.evaluate('license:listByHolder', HUNNAN_ISSUER, { holderRef, pageSize: 10 });
    expect(page.items).toHaveLength(3);
    expect([...network.ledger.committed.state.keys()].filter((key) => key.startsWith('\0holder\0'))).toHaveLength(1);
  });

  it('takes a license of a holder whom the city knows', async () => {
    await issue(network, 1);
    const { result } = await importAll([newItem(2, { mapping: { known: true } })]);
    expect(result).toMatchObject({ items: [{ outcome: 'imported' }] });
  });

  it('skips what is on the ledger already, and writes nothing of it', async () => {
    await issue(network, 1);
    const before = network.ledger.committed.state.size;
    const { result, changes } = await importAll([newItem(1, { private: { handle: hex(16, 9) } }), newItem(2, OTHER_HOLDER)]);
    expect(result).toMatchObject({
      items: [{ outcome: 'skipped', serial: '20260001', code: 'LICENSE_EXISTS' }, { outcome: 'imported' }],
    });
    expect(changes).toHaveLength(1);
    // License, version, step, three entries of lists, holder reference and request.
    expect(network.ledger.committed.state.size - before).toBe(8);
  });

  it('skips what took effect after the last day of the type, a day of China, and imports the rest', async () => {
    const type = { ...TYPE, inForceFrom: '2019-06-01', inForceUntil: '2019-12-31' };
    await network.submit('license:amendType', CITY_ADMIN, { requestId: 'amend-the-type-001', basedOn: 1, type });
    const lastDay = newItem(1, { request: { effectiveAt: '2019-12-31T15:59:59.999Z' } });
    const dayAfter = newItem(2, { request: { effectiveAt: '2019-12-31T16:00:00.000Z' } });
    const before = newItem(3);
    const { result, changes } = await importAll([lastDay, dayAfter, before]);
    expect(result).toMatchObject({
      items: [{ outcome: 'imported' }, { outcome: 'skipped', serial: '20260002', code: 'TYPE_NOT_IN_FORCE' }, { outcome: 'imported' }],
    });
    expect(changes).toHaveLength(2);
    expect((await importAll([dayAfter])).written).toEqual(['request']);
  });

  it('skips what exists as such, whether its type has ended or not', async () => {
    await issue(network, 1);
    const type = { ...TYPE, inForceUntil: '2024-12-31' };
    await network.submit('license:amendType', CITY_ADMIN, { requestId: 'amend-the-type-001', basedOn: 1, type });
    const again = newItem(1, { private: { handle: hex(16, 9) }, request: { effectiveAt: '2026-06-15T01:59:00.000Z' } });
    expect((await importAll([again])).result).toMatchObject({ items: [{ outcome: 'skipped', code: 'LICENSE_EXISTS' }] });
  });

  it('tells of nothing when all of it is on the ledger already', async () => {
    await issue(network, 1);
    const again = await importAll([newItem(1, { private: { handle: hex(16, 9) } })]);
    expect(again).toMatchObject({ written: ['request'], collections: [], changes: [] });
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HUNNAN_ISSUER],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_ROLE', CITY_ADMIN],
    ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: 'clerk' })],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
  ])('is refused with %s to whoever is not an issuer of the department', async (code, caller) => {
    expect(await refuse([newItem(1)], {}, caller)).toBe(code);
  });

  it.each<[string, readonly SampleChanges[]]>([
    ['INVALID_INPUT', [{}, { private: { handle: hex(16, 1) } }]],
    ['INVALID_INPUT', [{}, { request: { serial: '20260001' } }]],
    ['INVALID_INPUT', [{}, { private: { salt: hex(16, 12) } }]],
    ['INVALID_INPUT', [{}, { ...OTHER_HOLDER, mapping: { value: '{}' } }]],
    ['EFFECTIVE_TIME_INVALID', [{}, { request: { effectiveAt: '2026-06-15T02:05:00.001Z' } }]],
    ['ATTRIBUTE_MISSING', [{}, { private: { attributes: [newDateOnly()] } }]],
    ['HOLDER_MISMATCH', [{}, { private: OTHER_HOLDER.private ?? {} }]],
    ['HOLDER_MISMATCH', [{}, { request: { holderRef: hex(16, 201) } }]],
    ['HOLDER_MISMATCH', [{}, { holderValue: { salt: hex(16, 91) } }]],
    ['HOLDER_MISMATCH', [{}, { mapping: { known: true } }]],
  ])('is refused with %s as a whole when the second license of %j does not fit', async (code, changes) => {
    expect(await refuse(changes.map((change, index) => newItem(index + 1, change)))).toBe(code);
  });

  it('is refused with INVALID_INPUT when a serial number holds the identity number of the holder', async () => {
    const orders = [newItem(1), newItem(2, { request: { serial: '440524188001010014' } })];
    const args = [JSON.stringify(newRequest(orders))];
    const { error } = await network.call('license:importLicenses', HEPING_ISSUER, args, { transient: transientOfBatch(orders) });
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { issues: [{ path: 'items.1.serial', issue: 'holds-identity-number' }] } });
    expect(JSON.stringify(error)).not.toContain('440524188001010014');
  });

  it('is refused with INVALID_INPUT under a handle that is in use', async () => {
    await issue(network, 1);
    expect(await refuse([newItem(2, { ...OTHER_HOLDER, private: { ...OTHER_HOLDER.private, handle: hex(16, 1) } })])).toBe('INVALID_INPUT');
  });

  it('is refused with INVALID_INPUT when the transient parts are not as many', async () => {
    const orders = [newItem(1), newItem(2, OTHER_HOLDER)];
    const request = newRequest(orders);
    const whole = transientOfBatch(orders);
    const short = transientOfBatch(orders.slice(0, 1));
    for (const transient of [short, { ...whole, holder: short['holder'] ?? '' }, { ...whole, private: short['private'] ?? '' }, {}]) {
      expect(await network.refusal('license:importLicenses', HEPING_ISSUER, request, { transient })).toBe('INVALID_INPUT');
    }
    const transient = transientOfBatch([...orders, newItem(3)]);
    expect(await network.refusal('license:importLicenses', HEPING_ISSUER, request, { transient })).toBe('INVALID_INPUT');
  });

  it('is refused with TYPE_NOT_FOUND and ISSUER_NOT_ENTITLED as an issue is', async () => {
    const type = { ...TYPE, code: '11100000000013338W013', issuers: [DEPARTMENTS.hunnan] };
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-3', type });
    expect(await refuse([newItem(1)], { type: type.code })).toBe('ISSUER_NOT_ENTITLED');
    expect(await refuse([newItem(1)], { type: '11100000000013338W999' })).toBe('TYPE_NOT_FOUND');
  });

  it('answers a repeated request with the first outcome, the holders being known by now, and writes nothing', async () => {
    const requestId = newRequestId();
    const first = await importAll([newItem(1), newItem(2, OTHER_HOLDER)], { requestId });
    const known = [newItem(1, { mapping: { known: true } }), newItem(2, { ...OTHER_HOLDER, mapping: { known: true } })];
    expect(await importAll(known, { requestId })).toMatchObject({ result: first.result, written: [], collections: [], changes: [] });
  });

  it('refuses a request id with another body, public or private, with REQUEST_REUSED', async () => {
    const requestId = newRequestId();
    await importAll([newItem(1)], { requestId });
    expect(await refuse([newItem(1)], { requestId, source: 'another' })).toBe('REQUEST_REUSED');
    expect(await refuse([newItem(1, { private: { salt: hex(32, 9) } })], { requestId })).toBe('REQUEST_REUSED');
  });
});

function newDateOnly(): SampleOrder['private']['attributes'][number] {
  return { name: '签发日期', type: 'date', value: '2026-06-14', salt: hex(16, 5) };
}
