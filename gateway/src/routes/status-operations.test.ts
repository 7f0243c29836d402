import { STATUS_OPERATION_NAMES, STATUS_OPERATIONS } from '@shengjing/core';

import { FabricFailure } from '../fabric';
import type { SubmitOutcome } from '../testing/fake-fabric';
import { EFFECTIVE_AT, LICENSE } from '../testing/sample-life';
import { IDENTIFIER, TX } from '../testing/sample-order';
import { startTestGateway, type TestAnswer, type TestGateway } from '../testing/test-gateway';
import { routes } from './index';
import { statusOperationRoutes } from './status-operations';

const DONE = { schema: 'operation-result/1', outcome: 'done', identifier: IDENTIFIER, status: '03', txId: TX };

let gateway: TestGateway;
let away: readonly string[];

beforeEach(async () => {
  gateway = await startTestGateway({ organisation: { id: 'city', mspId: 'CityMSP', division: '210100', name: '沈阳市' } });
  away = [];
  const assertThere = (endorsers: readonly string[]): void => {
    if (endorsers.some((mspId) => away.includes(mspId))) {
      throw new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse' });
    }
  };
  gateway.fabric.onEvaluate = () => LICENSE;
  gateway.fabric.onEndorse = ({ endorsers }) => {
    assertThere(endorsers);
  };
  gateway.fabric.onSubmit = ({ endorsers }): SubmitOutcome => {
    assertThere(endorsers);
    return { outcome: 'committed', txId: TX, blockNumber: 3, result: DONE };
  };
});

afterEach(async () => {
  await gateway.stop();
});

async function operate(place: string, reason: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
  const token = await gateway.issuer.sign({ org: 'city', role: 'admin', dept: '11210100000000019F', division: '210100' });
  const body = JSON.stringify({ effectiveAt: EFFECTIVE_AT, reason });
  return gateway.ask(`/v1/licenses/${IDENTIFIER}/${place}`, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, ...headers } });
}

function endorsersOf(transaction: string): readonly (readonly string[])[] {
  return gateway.fabric.calls.filter((call) => call.transaction === transaction).map(({ endorsers }) => endorsers);
}

test('every operation of the table has a route of its own, in both languages', () => {
  expect(statusOperationRoutes.map(({ summary }) => summary.zh)).toEqual(STATUS_OPERATION_NAMES.map((name) => STATUS_OPERATIONS[name].zh));
  expect(new Set(statusOperationRoutes.map(({ path }) => path)).size).toBe(STATUS_OPERATION_NAMES.length);
  expect(routes).toEqual(expect.arrayContaining(statusOperationRoutes));
});

test('the city acts with two others for a district that is gone', async () => {
  away = ['HepingMSP'];
  expect((await operate('revocations', 'OBTAINED_BY_FRAUD')).status).toBe(200);
  expect(endorsersOf('license:revoke')).toEqual([['CityMSP', 'HunnanMSP', 'ShenheMSP']]);
});

test('a district that is there endorses what the city does about its license', async () => {
  expect((await operate('revocations', 'OBTAINED_BY_FRAUD')).status).toBe(200);
  expect(endorsersOf('license:revoke')).toEqual([['CityMSP', 'HepingMSP']]);
});

test('the city alone with one district does nothing', async () => {
  away = ['HepingMSP', 'ShenheMSP'];
  const { status, body } = await operate('revocations', 'OBTAINED_BY_FRAUD');
  expect([status, body]).toMatchObject([503, { code: 'ENDORSEMENT_UNAVAILABLE', details: { mspId: 'HepingMSP' } }]);
  expect(endorsersOf('license:revoke')).toEqual([]);
});

test("the city's own license needs nobody to stand in", async () => {
  gateway.fabric.onEvaluate = () => ({ ...LICENSE, mspId: 'CityMSP', division: '210100' });
  away = ['HepingMSP'];
  expect((await operate('cancellations', 'ON_REQUEST')).status).toBe(200);
  expect(endorsersOf('license:cancel').at(-1)).toEqual(['CityMSP', 'HunnanMSP']);
});

test('what no successor may do is sent as any write of the city', async () => {
  expect((await operate('suspensions', 'UNDER_INVESTIGATION')).status).toBe(200);
  expect(gateway.fabric.calls.map(({ transaction }) => transaction)).toEqual(['license:suspend']);
});

test('a request that is settled asks nobody who is there', async () => {
  const key = { 'idempotency-key': 'key-0000000000000001' };
  const first = await operate('revocations', 'OBTAINED_BY_FRAUD', key);
  const { length } = gateway.fabric.calls;
  expect((await operate('revocations', 'OBTAINED_BY_FRAUD', key)).body).toEqual(first.body);
  expect(gateway.fabric.calls).toHaveLength(length);
});
