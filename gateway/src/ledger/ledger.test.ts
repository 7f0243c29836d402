import { CodedError } from '@shengjing/core';

import { FabricFailure, type SigningIdentity } from '../fabric';
import { newKeyPair } from '../testing/certificates';
import { FakeFabric } from '../testing/fake-fabric';
import { newLedger } from './index';

const CITY = { id: 'city', mspId: 'CityMSP', division: '210100', name: '沈阳市' };
const HEPING = { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' };
const NETWORK = { cityMspId: 'CityMSP', districtMspIds: ['HepingMSP', 'HunnanMSP'] };
const RESULT = { schema: 'license-type-result/1', code: '11210102000000019C001', version: 1, txId: 'ab'.repeat(32) };

let fabric: FakeFabric;
let identity: SigningIdentity;

beforeEach(async () => {
  fabric = new FakeFabric();
  const { certificate, key } = await newKeyPair('person');
  identity = { mspId: 'HepingMSP', certificate, privateKey: key };
  fabric.onSubmit = () => ({ outcome: 'committed', txId: 'ab'.repeat(32), blockNumber: 1, result: RESULT });
});

const endorsers = (): (readonly string[])[] => fabric.calls.map((call) => call.endorsers);
const write = (ledger: ReturnType<typeof newLedger>, endorsers?: readonly string[]) =>
  ledger.prepare(identity, 'license:registerType', { argument: {} as never, ...(endorsers && { endorsers }) }, Infinity);

test('a district writes with the city and itself, and reads by itself', async () => {
  const ledger = newLedger(fabric, { organisation: HEPING, ...NETWORK });
  await write(ledger);
  fabric.onEvaluate = () => ({ schema: 'license-type-page/1', items: [], bookmark: null });
  await ledger.read(identity, 'license:listTypes', { pageSize: 1 });
  expect(endorsers()).toEqual([['CityMSP', 'HepingMSP'], ['HepingMSP']]);
});

test('the city writes with the next district when one is away, and stays with it', async () => {
  const ledger = newLedger(fabric, { organisation: CITY, ...NETWORK });
  const committed = fabric.onSubmit;
  fabric.onSubmit = (call) => {
    if (call.endorsers.includes('HepingMSP')) {
      throw new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse' });
    }
    return committed(call);
  };
  await write(ledger);
  await write(ledger);
  expect(endorsers()).toEqual([
    ['CityMSP', 'HepingMSP'],
    ['CityMSP', 'HunnanMSP'],
    ['CityMSP', 'HunnanMSP'],
  ]);
});

test('a write can name who is to endorse it', async () => {
  const ledger = newLedger(fabric, { organisation: CITY, ...NETWORK });
  await write(ledger, ['CityMSP', 'HunnanMSP', 'HepingMSP']);
  expect(endorsers()).toEqual([['CityMSP', 'HunnanMSP', 'HepingMSP']]);
});

test('what the contract refuses is not tried at another district', async () => {
  const ledger = newLedger(fabric, { organisation: CITY, ...NETWORK });
  fabric.onSubmit = () => {
    throw new CodedError('TYPE_EXISTS');
  };
  await expect(write(ledger)).rejects.toMatchObject({ code: 'TYPE_EXISTS' });
  expect(fabric.calls).toHaveLength(1);
});

test('transient values go only to the city when a holder is looked up', async () => {
  const ledger = newLedger(fabric, { organisation: HEPING, ...NETWORK });
  fabric.onEvaluate = () => ({ schema: 'holder-lookup/1', key: 'ab'.repeat(32), keyVersion: 1, value: null });
  await ledger.readAtCity(identity, 'license:findHolder', {}, { holder: { idType: 'uscc', idNumber: 'x' } });
  expect(fabric.calls[0]).toMatchObject({
    endorsers: ['CityMSP'],
    argument: {},
    transient: { holder: '{"idNumber":"x","idType":"uscc"}' },
  });
});

test('a result of another form than agreed is INTERNAL and is not repeated', async () => {
  const ledger = newLedger(fabric, { organisation: HEPING, ...NETWORK });
  fabric.onEvaluate = () => ({ name: '张三' });
  const failure = await ledger.read(identity, 'license:listTypes', { pageSize: 1 }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'INTERNAL' });
  expect(String((failure as Error).cause)).not.toContain('张三');
});

test('endorsement is proven by each organisation, and the one that fails is named', async () => {
  const ledger = newLedger(fabric, { organisation: HEPING, ...NETWORK });
  await ledger.proveEndorsement(identity);
  expect(endorsers()).toEqual([['CityMSP'], ['HepingMSP']]);
  fabric.onEndorse = (call) => {
    if (call.endorsers.includes('CityMSP')) {
      throw new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse' });
    }
  };
  await expect(ledger.proveEndorsement(identity)).rejects.toMatchObject({ details: { mspId: 'CityMSP' } });
});
