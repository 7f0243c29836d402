import { licenseTypeRecordSchema, type RequestOf } from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { newRequestId, operate } from '../testing/operations';
import { CITY_ADMIN, CITY_ISSUER, DEPARTMENTS, HEPING_ADMIN, HEPING_ISSUER, withAttributes } from '../testing/people';
import { NOW, TYPE } from '../testing/samples';

const AMENDED = { ...TYPE, name: { zh: '食品经营许可证（新）', en: 'Food business license, new' } };

describe('license:amendType', () => {
  let network: FakeNetwork;

  beforeEach(async () => {
    network = await newNetworkWithType();
  });

  function newRequest(changes: object = {}): RequestOf<'license:amendType'> {
    return { requestId: newRequestId(), basedOn: 1, type: AMENDED, ...changes };
  }

  function refuse(changes: object = {}, caller = CITY_ADMIN): Promise<string | undefined> {
    return network.refusal('license:amendType', caller, newRequest(changes));
  }

  it('records a new version of the definition and keeps the one before', async () => {
    jest.setSystemTime(NOW.getTime() + 60_000);
    const { result, written, changes, txId } = await operate(network, 'license:amendType', CITY_ADMIN, newRequest());
    expect(result).toEqual({ schema: 'license-type-result/1', code: TYPE.code, version: 2, txId });
    expect(written).toEqual(['request', 'type', 'type-version']);
    expect(changes).toEqual([{ kind: 'license-type-amended', code: TYPE.code, version: 2 }]);
    const record = await network.evaluate('license:getType', HEPING_ISSUER, { code: TYPE.code });
    const recordedAt = new Date().toISOString();
    expect(licenseTypeRecordSchema.parse(record)).toMatchObject({ version: 2, type: AMENDED, recordedAt });
    const versions = [...network.ledger.committed.state].filter(([key]) => key.startsWith('\0type-version\0'));
    expect(versions.map(([key]) => key.split('\0')[3])).toEqual(['0001', '0002']);
  });

  it('puts what is new under the policy of the city and leaves that of the current definition', async () => {
    const { simulation } = await network.submit('license:amendType', CITY_ADMIN, newRequest());
    const ofCity = Buffer.from(newEndorsementPolicy('CityMSP')).toString('hex');
    expect([...simulation.stub.writes.policies].map(([key, policy]) => [key.split('\0')[1], policy])).toEqual([
      ['type-version', ofCity],
      ['request', ofCity],
    ]);
  });

  it('leaves the licenses that were issued by the definition before as entitled as they were', async () => {
    const { identifier } = await issue(network, 1);
    const type = { ...AMENDED, issuers: [DEPARTMENTS.hunnan] };
    await operate(network, 'license:amendType', CITY_ADMIN, newRequest({ type }));
    const { verdicts } = await network.evaluate('license:verify', HEPING_ISSUER, { identifier });
    expect(verdicts).toContainEqual({ name: 'issuer', verdict: 'pass', code: 'ENTITLED' });
  });

  it('is refused with TYPE_VERSION_STALE when it amends another version than the current one', async () => {
    expect(await refuse({ basedOn: 2 })).toBe('TYPE_VERSION_STALE');
    await operate(network, 'license:amendType', CITY_ADMIN, newRequest());
    expect(await refuse()).toBe('TYPE_VERSION_STALE');
  });

  it('is refused with TYPE_NOT_FOUND for a type that is not registered', async () => {
    expect(await refuse({ type: { ...AMENDED, code: '11100000000013338W999' } })).toBe('TYPE_NOT_FOUND');
  });

  it.each([
    ['FORBIDDEN_ORGANISATION', HEPING_ADMIN],
    ['FORBIDDEN_ROLE', CITY_ISSUER],
    ['FORBIDDEN_DIVISION', withAttributes(CITY_ADMIN, { division: '210102' })],
    ['FORBIDDEN_DEPARTMENT', withAttributes(CITY_ADMIN, { dept: undefined })],
  ])('is refused with %s to anyone but the administrators of the city', async (code, caller) => {
    expect(await refuse({}, caller)).toBe(code);
  });

  it('answers a repeated request with the first outcome and refuses another body with REQUEST_REUSED', async () => {
    const request = newRequest();
    const first = await operate(network, 'license:amendType', CITY_ADMIN, request);
    const second = await operate(network, 'license:amendType', CITY_ADMIN, request);
    expect(second).toMatchObject({ result: first.result, written: [], changes: [] });
    expect(await refuse({ requestId: request.requestId, basedOn: 2 })).toBe('REQUEST_REUSED');
  });
});
