import { STATUS_OPERATION_NAMES, type LicenseRecord, type RequestOf } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import {
  changeStatus,
  changeVersion,
  importOne,
  newRequestId,
  NOTHING_BUT_A_REFUSAL,
  operate,
  refuseStatus,
  withHandle,
  type Operated,
} from '../testing/operations';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  CITY_SUPERVISOR,
  DEPARTMENTS,
  HEPING_ISSUER,
  HUNNAN_ISSUER,
  withAttributes,
} from '../testing/people';
import { hex, newOrder, NOW, OTHER_PERSON, transientOf, TYPE, type SampleOrder } from '../testing/samples';

const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
const OTHER_TYPE = { ...TYPE, code: '11100000000013338W012' };

interface Taking {
  readonly request: RequestOf<'license:transferIn'>;
  readonly transient: Record<string, string>;
}

describe('license:transferIn', () => {
  let network: FakeNetwork;
  let previous: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier: previous, order } = await issue(network, 1));
  });

  /** How 浑南区 takes the license over, with private part number `n`. */
  function newTaking(n = 2, changes: object = {}, privateOrder: SampleOrder = order): Taking {
    const { request } = newOrder(n, DEPARTMENTS.hunnan);
    const { holderRef } = order.request;
    const taking = { ...request, requestId: newRequestId(), holderRef, effectiveAt: NOW.toISOString(), previous, ...changes };
    return { request: taking, transient: transientOf(withHandle(privateOrder, n)) };
  }

  function take({ request, transient }: Taking, caller = HUNNAN_ISSUER): Promise<Operated> {
    return operate(network, 'license:transferIn', caller, request, { transient });
  }

  function refuse({ request, transient }: Taking, caller = HUNNAN_ISSUER): Promise<string | undefined> {
    return network.refusal('license:transferIn', caller, request, { transient });
  }

  function read(identifier: string): Promise<LicenseRecord> {
    return network.evaluate('license:get', CITY_ADMIN, { identifier });
  }

  it('begins a license of its own in place of the one that was offered', async () => {
    await changeStatus(network, 'transferOut', previous);
    const before = await read(previous);
    const { result, written, deleted, collections, changes } = await take(newTaking());
    const { identifier } = result as { identifier: string };
    expect(result).toMatchObject({ outcome: 'done', status: '01' });
    expect(await read(identifier)).toMatchObject({
      issuer: DEPARTMENTS.hunnan,
      mspId: 'HunnanMSP',
      division: '210112',
      version: 1,
      status: '01',
      holderRef: order.request.holderRef,
      previous,
      provenance: 'issued',
      lastStep: 1,
    });
    expect(await read(previous)).toEqual(before);
    expect([deleted, collections]).toEqual([[], ['_implicit_org_CityMSP', '_implicit_org_HunnanMSP']]);
    expect(written).toEqual([
      'license',
      'license-by-holder',
      'license-by-issuer',
      'license-by-status',
      'request',
      'step',
      'transfer',
      'version',
    ]);
    expect(changes).toEqual([
      { kind: 'license-operated', identifier, previous, operation: '08', status: '01', transferTo: null },
    ]);
    const { items } = await network.evaluate('license:trace', CITY_ADMIN, { identifier, pageSize: 10 });
    expect(items).toMatchObject([{ step: 1, operation: '08', previous, mspId: 'HunnanMSP' }]);
  });

  it('needs no endorsement of the old district, and the writes touch no key of its license', async () => {
    await changeStatus(network, 'transferOut', previous);
    const { request, transient } = newTaking();
    const endorsers = ['CityMSP', 'HunnanMSP'];
    const { simulation } = await network.submit('license:transferIn', HUNNAN_ISSUER, request, { transient, endorsers });
    const touched = [...simulation.stub.writes.state.keys()].filter((key) => key.includes(DEPARTMENTS.heping));
    expect(touched.map((key) => key.split('\0')[1])).toEqual(['transfer']);
  });

  it('is also for a license that has had several versions', async () => {
    const second = await changeVersion(network, 'change', previous, order, 5);
    await changeStatus(network, 'transferOut', second.identifier);
    expect((await take(newTaking(2, { previous: second.identifier }))).result).toMatchObject({ outcome: 'done' });
    expect((await take(newTaking(3, { previous }))).result).toMatchObject({ code: 'TRANSFER_NOT_OFFERED' });
  });

  it('is also for the city', async () => {
    await changeStatus(network, 'transferOut', previous, { transferTo: '210100' });
    const taking = newTaking(2, { issuer: DEPARTMENTS.city });
    expect((await take(taking, CITY_ISSUER)).result).toMatchObject({ outcome: 'done' });
  });

  it('is refused and recorded as TRANSFER_NOT_OFFERED when the license is not on offer', async () => {
    const operated = await take(newTaking());
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'TRANSFER_NOT_OFFERED' });
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
    expect(operated.changes).toEqual([
      { kind: 'license-operation-refused', identifier: previous, operation: '08', code: 'TRANSFER_NOT_OFFERED' },
    ]);
  });

  it('is refused and recorded as TRANSFER_NOT_OFFERED when the offer is to another, or was taken back', async () => {
    await changeStatus(network, 'transferOut', previous, { transferTo: '210103' });
    expect((await take(newTaking())).result).toMatchObject({ code: 'TRANSFER_NOT_OFFERED' });
    await changeStatus(network, 'cancelTransfer', previous);
    expect((await take(newTaking())).result).toMatchObject({ code: 'TRANSFER_NOT_OFFERED' });
  });

  it('is refused and recorded as TRANSFER_NOT_OFFERED for another type or holder', async () => {
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-2', type: OTHER_TYPE });
    await changeStatus(network, 'transferOut', previous);
    expect((await take(newTaking(2, { type: OTHER_TYPE.code }))).result).toMatchObject({ code: 'TRANSFER_NOT_OFFERED' });
    expect((await take(newTaking(2, { holderRef: hex(16, 201) }))).result).toMatchObject({ code: 'TRANSFER_NOT_OFFERED' });
  });

  it('happens once: a second one is refused and recorded as TRANSFER_TAKEN', async () => {
    await changeStatus(network, 'transferOut', previous);
    await take(newTaking());
    const second = await take(newTaking(3));
    expect(second.result).toMatchObject({ outcome: 'refused', code: 'TRANSFER_TAKEN' });
    expect(second).toMatchObject(NOTHING_BUT_A_REFUSAL);
  });

  it('revives no license whose validity has ended: that is refused and recorded as VALIDITY_ENDED', async () => {
    await changeStatus(network, 'transferOut', previous);
    jest.setSystemTime(new Date('2031-06-14T15:59:59.999Z'));
    const lastDay = newTaking(2, { validUntil: '2036-06-14' });
    expect(await network.refusalOrNone('license:transferIn', HUNNAN_ISSUER, lastDay.request, { transient: lastDay.transient })).toBeUndefined();
    jest.setSystemTime(new Date('2031-06-14T16:00:00.000Z'));
    const operated = await take(newTaking(3, { validUntil: '2036-06-14' }));
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'VALIDITY_ENDED' });
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
    expect(operated.changes).toMatchObject([{ kind: 'license-operation-refused', identifier: previous, operation: '08' }]);
  });

  it('goes on with where an imported license comes from', async () => {
    const imported = await importOne(network, withHandle(newOrder(4, DEPARTMENTS.heping), 4));
    await changeStatus(network, 'transferOut', imported);
    const { result } = await take(newTaking(2, { previous: imported }));
    const { identifier } = result as { identifier: string };
    expect(await read(identifier)).toMatchObject({ provenance: 'imported', importedFrom: 'heping-2019' });
  });

  it('ends the life of the old license: its offer cannot be taken back, and nothing else is allowed', async () => {
    await changeStatus(network, 'transferOut', previous);
    await take(newTaking());
    for (const name of STATUS_OPERATION_NAMES) {
      const operated = await changeStatus(network, name, previous);
      const code = name === 'cancelTransfer' ? 'TRANSFER_TAKEN' : 'STATUS_NOT_ALLOWED';
      expect(operated.result).toMatchObject({ outcome: 'refused', code });
      expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
    }
    expect(await read(previous)).toMatchObject({ status: '06', transferTo: '210112' });
  });

  it('lets the license go on to a third organisation', async () => {
    await changeStatus(network, 'transferOut', previous);
    const { result } = await take(newTaking());
    const { identifier } = result as { identifier: string };
    await changeStatus(network, 'transferOut', identifier, { transferTo: '210100' }, { caller: HUNNAN_ISSUER });
    const next = newTaking(3, { issuer: DEPARTMENTS.city, previous: identifier });
    expect((await take(next, CITY_ISSUER)).result).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HEPING_ISSUER],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_ROLE', CITY_ADMIN],
    ['FORBIDDEN_ROLE', withAttributes(HUNNAN_ISSUER, { role: 'clerk' })],
    ['FORBIDDEN_DIVISION', withAttributes(HUNNAN_ISSUER, { division: '210102' })],
    ['FORBIDDEN_ORGANISATION', { ...HUNNAN_ISSUER, mspId: 'StrangerMSP' }],
  ])('is refused with %s to whoever is not an issuer of the new department', async (code, caller) => {
    await changeStatus(network, 'transferOut', previous);
    expect(await refuse(newTaking(), caller)).toBe(code);
  });

  it.each([
    ['TYPE_NOT_FOUND', { type: '11100000000013338W999' }],
    ['LICENSE_NOT_FOUND', { previous: UNKNOWN }],
    ['EFFECTIVE_TIME_INVALID', { effectiveAt: '2026-06-15T01:59:59.999Z' }],
    ['EFFECTIVE_TIME_INVALID', { effectiveAt: '2026-06-15T02:05:00.001Z' }],
    ['INVALID_INPUT', { validUntil: '2020-01-01' }],
    ['INVALID_INPUT', { serial: 'JY440524188001010014' }],
  ])('is refused with %s when %j', async (code, changes) => {
    await changeStatus(network, 'transferOut', previous);
    expect(await refuse(newTaking(2, changes))).toBe(code);
  });

  it('is refused when what is private does not fit', async () => {
    await changeStatus(network, 'transferOut', previous);
    const withPrivate = (changes: Partial<SampleOrder['private']>): SampleOrder => ({
      ...order,
      private: { ...order.private, ...changes },
    });
    expect(await refuse(newTaking(2, {}, withPrivate({ holder: OTHER_PERSON })))).toBe('HOLDER_MISMATCH');
    expect(await refuse(newTaking(2, {}, withPrivate({ attributes: order.private.attributes.slice(1) })))).toBe('ATTRIBUTE_MISSING');
    expect(await refuse(newTaking(1))).toBe('INVALID_INPUT');
  });

  it('is refused with ISSUER_NOT_ENTITLED to a department that the type does not entitle', async () => {
    await changeStatus(network, 'transferOut', previous);
    const amended = { ...TYPE, issuers: [DEPARTMENTS.heping] };
    await network.submit('license:amendType', CITY_ADMIN, { requestId: 'amend-the-type-001', basedOn: 1, type: amended });
    expect(await refuse(newTaking())).toBe('ISSUER_NOT_ENTITLED');
  });

  it('is refused with LICENSE_EXISTS under a serial that was issued', async () => {
    await issue(network, 7, { mapping: { known: true } }, HUNNAN_ISSUER);
    await changeStatus(network, 'transferOut', previous);
    expect(await refuse(newTaking(2, { serial: '20260007' }))).toBe('LICENSE_EXISTS');
  });

  it('is refused with HOLDER_ERASED once the holder has been erased', async () => {
    await changeStatus(network, 'transferOut', previous);
    network.ledger.committed.state.set(`\0erasure\0${order.request.holderRef}\0`, '{"schema":"erasure/1"}');
    expect(await refuse(newTaking())).toBe('HOLDER_ERASED');
  });

  it('answers a repeated request with the first outcome and refuses another body with REQUEST_REUSED', async () => {
    await changeStatus(network, 'transferOut', previous);
    const taking = newTaking();
    const first = await take(taking);
    expect(await take(taking)).toMatchObject({ result: first.result, written: [], changes: [] });
    expect(await refuse({ ...taking, request: { ...taking.request, serial: '77' } })).toBe('REQUEST_REUSED');
  });

  describe('moves the right to read the private part', () => {
    let identifier: string;
    let second: string;

    beforeEach(async () => {
      second = (await changeVersion(network, 'change', previous, order, 5)).identifier;
      await changeStatus(network, 'transferOut', second);
      const { result } = await take(newTaking(2, { previous: second }));
      ({ identifier } = result as { identifier: string });
    });

    it('to the new district', async () => {
      const view = await network.evaluate('license:getPrivate', HUNNAN_ISSUER, { identifier });
      expect(view).toMatchObject({ identifier, holder: { name: '关山月' } });
    });

    it('from the old district, for every version of the old license', async () => {
      for (const one of [previous, second, identifier]) {
        expect(await network.refusal('license:getPrivate', HEPING_ISSUER, { identifier: one })).toBe('NOT_A_PARTY');
      }
    });

    it('not to what the new district was no party to', async () => {
      expect(await network.refusal('license:getPrivate', HUNNAN_ISSUER, { identifier: second })).toBe('NOT_A_PARTY');
    });

    it.each([CITY_SUPERVISOR, CITY_ADMIN])("not from the city's $attributes.role", async (caller) => {
      for (const one of [previous, second, identifier]) {
        const view = await network.evaluate('license:getPrivate', caller, { identifier: one });
        expect(view.holder.name).toBe('关山月');
      }
    });
  });

  it('leaves the right to read with the old district until the offer is taken', async () => {
    await changeStatus(network, 'transferOut', previous);
    const view = await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier: previous });
    expect(view.identifier).toBe(previous);
    expect(await network.refusal('license:getPrivate', HUNNAN_ISSUER, { identifier: previous })).toBe('NOT_A_PARTY');
  });

  it("leaves no right to read with the city's issuer of a license that a district has taken over", async () => {
    const ofCity = await issue(network, 3, { mapping: { known: true } }, CITY_ISSUER);
    const { identifier } = ofCity;
    await changeStatus(network, 'transferOut', identifier, {}, { caller: CITY_ISSUER });
    await take(newTaking(2, { previous: identifier }));
    expect(await network.refusal('license:getPrivate', CITY_ISSUER, { identifier })).toBe('FORBIDDEN_ROLE');
    expect(await refuseStatus(network, 'suspend', identifier, {}, HUNNAN_ISSUER)).toBe('FORBIDDEN_DEPARTMENT');
  });
});
