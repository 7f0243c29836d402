import { CodedError, type ErrorCode } from '@shengjing/core';

import { FabricFailure } from '../fabric';
import { withNewTransactions } from './with-new-transactions';

function failing(failures: readonly Error[]) {
  const left = [...failures];
  let calls = 0;
  const run = async (): Promise<string> => {
    calls++;
    await Promise.resolve();
    const failure = left.shift();
    if (failure) {
      throw failure;
    }
    return 'done';
  };
  return { run, calls: () => calls };
}

function lost(code: ErrorCode): Error {
  return new FabricFailure(code, { stage: 'commit-status', retry: 'new-transaction' });
}

const later = (): number => Date.now() + 60_000;

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0.001);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each<[string, Error]>([
  ['a read conflict', lost('WRITE_CONFLICT')],
  ['a lost race for a new key', lost('ENDORSEMENT_POLICY_FAILURE')],
  ['endorsements that differ', lost('ENDORSEMENT_UNAVAILABLE')],
  ['a holder who became known in between', new CodedError('HOLDER_MISMATCH')],
])('after %s there is a new transaction', async (_name, failure) => {
  const { run, calls } = failing([failure, failure]);
  await expect(withNewTransactions(run, later())).resolves.toBe('done');
  expect(calls()).toBe(3);
});

test.each<[ErrorCode, number]>([
  ['WRITE_CONFLICT', 15],
  ['ENDORSEMENT_POLICY_FAILURE', 5],
  ['ENDORSEMENT_UNAVAILABLE', 5],
])('%s is the answer after %i transactions', async (code, tries) => {
  const { run, calls } = failing(Array.from({ length: 50 }, () => lost(code)));
  await expect(withNewTransactions(run, later())).rejects.toMatchObject({ code });
  expect(calls()).toBe(tries);
});

test('no transaction is begun when the time is over', async () => {
  const { run, calls } = failing(Array.from({ length: 50 }, () => lost('WRITE_CONFLICT')));
  await expect(withNewTransactions(run, Date.now())).rejects.toMatchObject({ code: 'WRITE_CONFLICT' });
  expect(calls()).toBe(1);
});

test.each<[string, Error]>([
  ['what the contract refuses', new CodedError('TYPE_EXISTS')],
  ['an endorser that is away', new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse' })],
  ['an envelope that may be sent again', new FabricFailure('ORDERER_UNAVAILABLE', { stage: 'submit', retry: 'same-transaction' })],
  ['an error without a code', new Error('unexpected')],
])('%s is final at once', async (_name, failure) => {
  const { run, calls } = failing([failure]);
  await expect(withNewTransactions(run, later())).rejects.toBe(failure);
  expect(calls()).toBe(1);
});
