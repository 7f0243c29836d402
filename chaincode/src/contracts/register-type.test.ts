import { licenseTypeRecordSchema } from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { FakeNetwork } from '../testing/fake-network';
import { CITY_ADMIN, CITY_ISSUER, HEPING_ISSUER, withAttributes } from '../testing/people';
import { NOW, TYPE } from '../testing/samples';

const REQUEST = { requestId: 'register-the-type-1', type: TYPE };

describe('license:registerType', () => {
  let network: FakeNetwork;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    network = new FakeNetwork();
  });

  it('records the first version of the definition and emits one change', async () => {
    const { result, simulation } = await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const txId = simulation.stub.getTxID();
    expect(result).toEqual({ schema: 'license-type-result/1', code: TYPE.code, version: 1, txId });
    expect(simulation.stub.events).toEqual([
      {
        name: 'shengjing.changes',
        payload: JSON.stringify({
          changes: [{ code: TYPE.code, kind: 'license-type-registered', version: 1 }],
          requestId: REQUEST.requestId,
          schema: 'changes/1',
        }),
      },
    ]);
    const record = await network.evaluate('license:getType', HEPING_ISSUER, { code: TYPE.code });
    expect(licenseTypeRecordSchema.parse(record).type).toEqual(TYPE);
  });

  it('puts every key that it writes under the policy of the city alone', async () => {
    const { simulation } = await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const { state, policies } = simulation.stub.writes;
    const policy = Buffer.from(newEndorsementPolicy('CityMSP')).toString('hex');
    expect(state.size).toBe(3);
    expect([...policies]).toEqual([...state.keys()].map((key) => [key, policy]));
  });

  it.each([
    ['FORBIDDEN_ORGANISATION', withAttributes(HEPING_ISSUER, { role: 'admin' })],
    ['FORBIDDEN_ROLE', CITY_ISSUER],
    ['FORBIDDEN_ROLE', withAttributes(CITY_ADMIN, { role: undefined })],
    ['FORBIDDEN_ROLE', withAttributes(CITY_ADMIN, { role: 'mayor' })],
    ['FORBIDDEN_DIVISION', withAttributes(CITY_ADMIN, { division: '210102' })],
    ['FORBIDDEN_DIVISION', withAttributes(CITY_ADMIN, { division: undefined })],
    ['FORBIDDEN_DEPARTMENT', withAttributes(CITY_ADMIN, { dept: undefined })],
  ])('refuses with %s anyone but the administrators of the city', async (code, caller) => {
    expect(await network.refusal('license:registerType', caller, REQUEST)).toBe(code);
  });

  it('refuses a type that is registered with TYPE_EXISTS', async () => {
    await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const again = { ...REQUEST, requestId: 'register-the-type-2' };
    expect(await network.refusal('license:registerType', CITY_ADMIN, again)).toBe('TYPE_EXISTS');
  });

  it('answers a repeated request with its first outcome and writes nothing', async () => {
    const first = await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const second = await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    expect(second.result).toEqual(first.result);
    expect(second.simulation.stub.writes.state.size).toBe(0);
    expect(second.simulation.stub.events).toEqual([]);
  });

  it('refuses a request id with another body with REQUEST_REUSED', async () => {
    await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const other = { ...REQUEST, type: { ...TYPE, inForceFrom: '2021-01-01' } };
    expect(await network.refusal('license:registerType', CITY_ADMIN, other)).toBe('REQUEST_REUSED');
  });

  it('keeps the request ids of two callers apart', async () => {
    await network.submit('license:registerType', CITY_ADMIN, REQUEST);
    const colleague = { ...CITY_ADMIN, name: 'op-colleague' };
    expect(await network.refusal('license:registerType', colleague, REQUEST)).toBe('TYPE_EXISTS');
  });
});
