import { STATUS_OPERATION_NAMES, STATUS_OPERATIONS, successionRecordSchema } from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, newRequestId, operate, refuseStatus, statusRequest, withHandle, type Operated } from '../testing/operations';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  DEPARTMENTS,
  HEPING_ADMIN,
  HEPING_ISSUER,
  HUNNAN_ADMIN,
  HUNNAN_ISSUER,
  SHENHE_ADMIN,
  withAttributes,
  type Person,
} from '../testing/people';
import { newOrder, NOW, transientOf, type SampleOrder } from '../testing/samples';

const DISTRICT = 'HepingMSP';
const SUCCESSORS = ['CityMSP', 'HunnanMSP', 'ShenheMSP'];
const BY_SUCCESSOR = STATUS_OPERATION_NAMES.filter((name) => STATUS_OPERATIONS[name].bySuccessor);

describe('succession of the city to a district that is gone', () => {
  let network: FakeNetwork;
  let identifier: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier, order } = await issue(network, 1));
  });

  function agree(caller: Person, district = DISTRICT, requestId = newRequestId()): Promise<Operated> {
    return operate(network, 'license:agreeSuccession', caller, { requestId, district });
  }

  function refuseToAgree(caller: Person, district = DISTRICT): Promise<string | undefined> {
    return network.refusal('license:agreeSuccession', caller, { requestId: newRequestId(), district });
  }

  async function isEffective(district = DISTRICT): Promise<boolean> {
    return (await network.evaluate('license:getSuccession', HUNNAN_ISSUER, { district })).effective;
  }

  describe('license:agreeSuccession', () => {
    it('records who agreed, under the policy of the district that agrees', async () => {
      const { simulation } = await network.submit('license:agreeSuccession', HUNNAN_ADMIN, { requestId: newRequestId(), district: DISTRICT });
      const { policies } = simulation.stub.writes;
      const ofHunnan = Buffer.from(newEndorsementPolicy('HunnanMSP')).toString('hex');
      expect([...policies].map(([key, policy]) => [key.split('\0')[1], policy])).toEqual([
        ['succession', ofHunnan],
        ['request', ofHunnan],
      ]);
      const { agreements } = await network.evaluate('license:getSuccession', HEPING_ISSUER, { district: DISTRICT });
      expect(agreements).toEqual([
        successionRecordSchema.parse({
          schema: 'succession/1',
          district: DISTRICT,
          mspId: 'HunnanMSP',
          division: '210112',
          department: DEPARTMENTS.hunnan,
          role: 'admin',
          recordedAt: NOW.toISOString(),
          txId: simulation.stub.getTxID(),
        }),
      ]);
    });

    it('tells who agreed to what', async () => {
      const { result, changes, txId } = await agree(HUNNAN_ADMIN);
      expect(result).toEqual({ schema: 'succession-result/1', district: DISTRICT, txId });
      expect(changes).toEqual([{ kind: 'succession-agreed', district: DISTRICT, mspId: 'HunnanMSP' }]);
    });

    it('takes two other districts', async () => {
      expect(await isEffective()).toBe(false);
      await agree(HUNNAN_ADMIN);
      expect(await isEffective()).toBe(false);
      await agree(SHENHE_ADMIN);
      expect(await isEffective()).toBe(true);
      expect(await isEffective('TiexiMSP')).toBe(false);
    });

    it('counts a district once, whoever of it agrees and how often', async () => {
      const first = await agree(HUNNAN_ADMIN);
      const again = await agree({ ...HUNNAN_ADMIN, name: 'op-colleague' });
      expect(again).toMatchObject({ result: first.result, written: ['request'], changes: [] });
      expect(await isEffective()).toBe(false);
    });

    it('answers a repeated request with the first outcome and refuses another body with REQUEST_REUSED', async () => {
      const requestId = newRequestId();
      const first = await agree(HUNNAN_ADMIN, DISTRICT, requestId);
      expect(await agree(HUNNAN_ADMIN, DISTRICT, requestId)).toMatchObject({ result: first.result, written: [] });
      const other = { requestId, district: 'ShenheMSP' };
      expect(await network.refusal('license:agreeSuccession', HUNNAN_ADMIN, other)).toBe('REQUEST_REUSED');
    });

    it.each([
      ['FORBIDDEN_ORGANISATION', HEPING_ADMIN],
      ['FORBIDDEN_ORGANISATION', CITY_ADMIN],
      ['FORBIDDEN_ORGANISATION', { ...HUNNAN_ADMIN, mspId: 'StrangerMSP' }],
      ['FORBIDDEN_ROLE', HUNNAN_ISSUER],
      ['FORBIDDEN_DIVISION', withAttributes(HUNNAN_ADMIN, { division: '210102' })],
      ['FORBIDDEN_DEPARTMENT', withAttributes(HUNNAN_ADMIN, { dept: undefined })],
    ])('is refused with %s to whoever is not an administrator of another district', async (code, caller) => {
      expect(await refuseToAgree(caller)).toBe(code);
    });

    it.each(['CityMSP', 'StrangerMSP', 'ordering'])('is refused with INVALID_INPUT for %s, which is no district', async (district) => {
      expect(await refuseToAgree(HUNNAN_ADMIN, district)).toBe('INVALID_INPUT');
      expect(await network.refusal('license:getSuccession', HUNNAN_ADMIN, { district })).toBe('INVALID_INPUT');
    });
  });

  describe('once two districts have agreed', () => {
    beforeEach(async () => {
      await agree(HUNNAN_ADMIN);
      await agree(SHENHE_ADMIN);
    });

    it.each(BY_SUCCESSOR)('lets the administrators of the city %s a license of the district', async (name) => {
      if (name === 'cancelTransfer') {
        await changeStatus(network, 'transferOut', identifier);
      }
      const call = { caller: CITY_ADMIN, endorsers: SUCCESSORS };
      const { result } = await changeStatus(network, name, identifier, {}, call);
      expect(result).toMatchObject({ outcome: 'done', status: STATUS_OPERATIONS[name].to });
      const { items } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
      expect(items.at(-1)).toMatchObject({ mspId: 'CityMSP', division: '210100', role: 'admin' });
    });

    it('keeps new steps under the policy of the district', async () => {
      const request = statusRequest('revoke', identifier);
      const { simulation } = await network.submit('license:revoke', CITY_ADMIN, request, { endorsers: SUCCESSORS });
      const policies = [...simulation.stub.writes.policies].map(([key, policy]) => [key.split('\0')[1], policy]);
      expect(Object.fromEntries(policies)).toEqual({
        step: Buffer.from(newEndorsementPolicy(DISTRICT)).toString('hex'),
        request: Buffer.from(newEndorsementPolicy('CityMSP')).toString('hex'),
      });
    });

    it('is not enough for the city alone, nor for the city with one other district', async () => {
      const request = statusRequest('revoke', identifier);
      const { simulation } = await network.submit('license:revoke', CITY_ADMIN, request, { endorsers: SUCCESSORS });
      const { writes } = simulation.stub;
      expect(network.ledger.unendorsed(writes, ['CityMSP'])).not.toEqual([]);
      expect(network.ledger.unendorsed(writes, ['CityMSP', 'HunnanMSP'])).not.toEqual([]);
    });

    it.each(STATUS_OPERATION_NAMES.filter((name) => !STATUS_OPERATIONS[name].bySuccessor))(
      'does not let the city %s a license of the district',
      async (name) => {
        expect(await refuseStatus(network, name, identifier, {}, CITY_ADMIN)).toBe('FORBIDDEN_ROLE');
      },
    );

    it.each([
      ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
      ['FORBIDDEN_ROLE', withAttributes(CITY_ADMIN, { role: 'supervisor' })],
      ['FORBIDDEN_ROLE', HUNNAN_ADMIN],
      ['FORBIDDEN_DIVISION', withAttributes(CITY_ADMIN, { division: '210102' })],
    ])('is refused with %s to anyone else', async (code, caller) => {
      expect(await refuseStatus(network, 'revoke', identifier, {}, caller)).toBe(code);
    });

    it('does not reach the licenses of another district', async () => {
      const ofHunnan = await issue(network, 2, { mapping: { known: true } }, HUNNAN_ISSUER);
      expect(await refuseStatus(network, 'revoke', ofHunnan.identifier, {}, CITY_ADMIN)).toBe('SUCCESSION_NOT_AGREED');
    });

    it('brings a license of the district to another by transfer', async () => {
      await changeStatus(network, 'transferOut', identifier, {}, { caller: CITY_ADMIN, endorsers: SUCCESSORS });
      const { request } = newOrder(2, DEPARTMENTS.hunnan);
      const taking = { ...request, effectiveAt: NOW.toISOString(), previous: identifier };
      const transient = transientOf(withHandle(order, 2));
      const { result } = await operate(network, 'license:transferIn', HUNNAN_ISSUER, taking, { transient });
      expect(result).toMatchObject({ outcome: 'done' });
    });
  });

  it.each([0, 1])('is refused with SUCCESSION_NOT_AGREED when %i districts have agreed', async (count) => {
    for (const caller of [HUNNAN_ADMIN, SHENHE_ADMIN].slice(0, count)) {
      await agree(caller);
    }
    for (const name of BY_SUCCESSOR) {
      expect(await refuseStatus(network, name, identifier, {}, CITY_ADMIN)).toBe('SUCCESSION_NOT_AGREED');
    }
  });
});
