import {
  CITY,
  licenseRecordSchema,
  type ListByIssuerRequest,
  type ListByTypeRequest,
  type ListLicensesResult,
  type TransactionName,
} from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  CITY_SUPERVISOR,
  DEPARTMENTS,
  HEPING_ISSUER,
  HUNNAN_ADMIN,
  HUNNAN_ISSUER,
  withAttributes,
} from '../testing/people';
import { hex, TYPE } from '../testing/samples';

const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
const UNKNOWN_TYPE = '11100000000013338W999';

describe('reads of the license contract', () => {
  let network: FakeNetwork;
  let identifier: string;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier } = await issue(network, 1));
  });

  describe('license:getPrivate', () => {
    it.each([
      ['the issuing department', HEPING_ISSUER],
      ['a supervisor of the city', CITY_SUPERVISOR],
      ['an administrator of the city', CITY_ADMIN],
    ])('answers %s at a peer of its own', async (_, caller) => {
      const view = await network.evaluate('license:getPrivate', caller, { identifier });
      expect(view).toMatchObject({ schema: 'license-private-view/1', identifier, holder: { name: '关山月' } });
    });

    it.each([
      ['NOT_A_PARTY', HUNNAN_ISSUER],
      ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_ISSUER, { dept: DEPARTMENTS.hunnan })],
      ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
      ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: 'supervisor' })],
      ['FORBIDDEN_ROLE', withAttributes(CITY_ADMIN, { role: 'clerk' })],
      ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
    ])('refuses with %s whoever is no party to the license', async (code, caller) => {
      expect(await network.refusal('license:getPrivate', caller, { identifier })).toBe(code);
    });

    it.each([
      [HEPING_ISSUER, CITY.mspId],
      [CITY_SUPERVISOR, 'HepingMSP'],
    ])('refuses a party at the peer of another organisation', async (caller, peer) => {
      expect(await network.refusal('license:getPrivate', caller, { identifier }, { peer })).toBe('NOT_A_PARTY');
    });

    it('says ERASED when the value was purged because the holder was erased', async () => {
      const { holderRef } = await network.evaluate('license:get', HEPING_ISSUER, { identifier });
      network.ledger.committed.state.set(`\0erasure\0${holderRef}\0`, '{"schema":"erasure/1"}');
      const view = await network.evaluate('license:getPrivate', HEPING_ISSUER, { identifier });
      expect(view.identifier).toBe(identifier);
      network.ledger.committed.privateData.clear();
      for (const caller of [HEPING_ISSUER, CITY_SUPERVISOR]) {
        expect(await network.refusal('license:getPrivate', caller, { identifier })).toBe('ERASED');
      }
      expect(await network.refusal('license:getPrivate', HUNNAN_ISSUER, { identifier })).toBe('NOT_A_PARTY');
    });

    it('says PRIVATE_DATA_UNAVAILABLE when the value is not at the peer', async () => {
      network.ledger.committed.privateData.clear();
      const code = await network.refusal('license:getPrivate', HEPING_ISSUER, { identifier });
      expect(code).toBe('PRIVATE_DATA_UNAVAILABLE');
    });
  });

  describe('license:findHolder', () => {
    const person = { idType: 'resident-id', idNumber: '440524188001010014' };
    const holder = JSON.stringify(person);
    const call = { peer: CITY.mspId, transient: { holder } };

    it('finds at the city what the city keeps of a holder', async () => {
      const found = await network.evaluate('license:findHolder', HUNNAN_ISSUER, {}, call);
      expect(found).toMatchObject({ schema: 'holder-lookup/1', keyVersion: 1 });
      expect(JSON.parse(found.value ?? '')).toMatchObject(person);
    });

    it('answers null for a person whom the city does not know', async () => {
      const transient = { holder: JSON.stringify({ ...person, idNumber: '11010519491231002X' }) };
      const found = await network.evaluate('license:findHolder', HEPING_ISSUER, {}, { ...call, transient });
      expect(found.value).toBeNull();
    });

    it("finds also for the city's administrators, who erase holders", async () => {
      const found = await network.evaluate('license:findHolder', CITY_ADMIN, {}, call);
      expect(found.value).not.toBeNull();
      expect(await network.refusal('license:findHolder', HUNNAN_ADMIN, {}, call)).toBe('FORBIDDEN_ROLE');
    });

    it('refuses away from the city, without a role, and without a number', async () => {
      const refuse = network.refusal.bind(network, 'license:findHolder');
      expect(await refuse(HEPING_ISSUER, {}, { transient: { holder } })).toBe('HOLDER_KEY_UNAVAILABLE');
      expect(await refuse(CITY_SUPERVISOR, {}, call)).toBe('FORBIDDEN_ROLE');
      expect(await refuse(HEPING_ISSUER, {}, { peer: CITY.mspId })).toBe('INVALID_INPUT');
    });
  });

  describe('license:trace', () => {
    it('tells who issued in which role, and nothing of the person', async () => {
      const { items, bookmark } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
      expect(bookmark).toBeNull();
      expect(items).toMatchObject([
        { step: 1, operation: '01', mspId: 'HepingMSP', department: DEPARTMENTS.heping, role: 'issuer', status: '01' },
      ]);
      expect(JSON.stringify(items)).not.toContain(HEPING_ISSUER.name);
    });
  });

  describe('lists', () => {
    it('pages through the licenses of a type, each once', async () => {
      await issue(network, 2, { mapping: { known: true } }, HUNNAN_ISSUER);
      await issue(network, 3, { mapping: { known: true } });
      const serials: string[] = [];
      let request: ListByTypeRequest | undefined = { type: TYPE.code, pageSize: 2 };
      while (request !== undefined) {
        const page: ListLicensesResult = await network.evaluate('license:listByType', HEPING_ISSUER, request);
        serials.push(...page.items.map(({ serial }) => serial));
        request = page.bookmark === null ? undefined : { ...request, bookmark: page.bookmark };
      }
      expect(serials).toEqual(['20260001', '20260003', '20260002']);
    });

    it.each<['license:listByIssuer' | 'license:listByHolder' | 'license:listByStatus', object, string[]]>([
      ['license:listByIssuer', { issuer: DEPARTMENTS.heping }, ['20260001', '20260003']],
      ['license:listByHolder', { holderRef: hex(16, 200) }, ['20260001', '20260003', '20260002']],
      ['license:listByStatus', { status: '01' }, ['20260001', '20260003', '20260002']],
    ])('%s pages through the current versions, each once', async (name, of, expected) => {
      await issue(network, 2, { mapping: { known: true } }, HUNNAN_ISSUER);
      await issue(network, 3, { mapping: { known: true } });
      const serials: string[] = [];
      let bookmark: string | null | undefined;
      while (bookmark !== null) {
        const request = { ...of, pageSize: 2, ...(bookmark !== undefined && { bookmark }) } as ListByIssuerRequest;
        const page: ListLicensesResult = await network.evaluate(name as 'license:listByIssuer', CITY_ADMIN, request);
        serials.push(...page.items.map((license) => licenseRecordSchema.parse(license).serial));
        ({ bookmark } = page);
      }
      expect(serials).toEqual(expected);
    });

    it('lists nothing of an issuer, a holder or a status that no license has', async () => {
      const empty = { schema: 'license-page/2', items: [], bookmark: null };
      const ofIssuer = { issuer: DEPARTMENTS.hunnan, pageSize: 2 };
      expect(await network.evaluate('license:listByIssuer', CITY_ADMIN, ofIssuer)).toEqual(empty);
      expect(await network.evaluate('license:listByHolder', CITY_ADMIN, { holderRef: hex(16, 1), pageSize: 2 })).toEqual(empty);
      expect(await network.evaluate('license:listByStatus', CITY_ADMIN, { status: '99', pageSize: 2 })).toEqual(empty);
    });

    it('answers an empty page for a type without licenses', async () => {
      const request = { type: UNKNOWN_TYPE, pageSize: 2 };
      const page = await network.evaluate('license:listByType', HEPING_ISSUER, request);
      expect(page).toEqual({ schema: 'license-page/2', items: [], bookmark: null });
    });

    it('does not read outside the list by a bookmark', async () => {
      for (const bookmark of ['AA', Buffer.from('\0holder\0').toString('base64url'), '%%%']) {
        const request = { type: TYPE.code, pageSize: 2, bookmark };
        expect(await network.refusal('license:listByType', HEPING_ISSUER, request)).toBe('INVALID_INPUT');
      }
    });

    it('lists the license types', async () => {
      const { items } = await network.evaluate('license:listTypes', HEPING_ISSUER, { pageSize: 100 });
      expect(items.map(({ type }) => type.code)).toEqual([TYPE.code]);
    });
  });

  it('says what does not exist', async () => {
    const refuse = (name: TransactionName, request: object): Promise<string | undefined> =>
      network.refusal(name, HEPING_ISSUER, request);
    expect(await refuse('license:get', { identifier: UNKNOWN })).toBe('LICENSE_NOT_FOUND');
    expect(await refuse('license:getPrivate', { identifier: UNKNOWN })).toBe('LICENSE_NOT_FOUND');
    expect(await refuse('license:trace', { identifier: UNKNOWN, pageSize: 1 })).toBe('LICENSE_NOT_FOUND');
    expect(await refuse('license:getType', { code: UNKNOWN_TYPE })).toBe('TYPE_NOT_FOUND');
  });
});
