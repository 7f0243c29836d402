import { CodedError } from '@shengjing/core';

import { findEndorsersOrSuccessors } from './endorsing-successors';

const NETWORK = { cityMspId: 'CityMSP', districtMspIds: ['HepingMSP', 'ShenheMSP', 'DadongMSP', 'HunnanMSP'] };

function find(away: readonly string[], asked: string[] = []): Promise<readonly string[]> {
  return findEndorsersOrSuccessors(NETWORK, 'HepingMSP', (mspId) => {
    asked.push(mspId);
    return away.includes(mspId) ? Promise.reject(new CodedError('ENDORSEMENT_UNAVAILABLE')) : Promise.resolve();
  });
}

test('a district that is there endorses itself, and nobody else is asked', async () => {
  const asked: string[] = [];
  expect(await find([], asked)).toEqual(['CityMSP', 'HepingMSP']);
  expect(asked).toEqual(['HepingMSP']);
});

test('two others stand in for a district that is gone', async () => {
  expect(await find(['HepingMSP'])).toEqual(['CityMSP', 'ShenheMSP', 'DadongMSP']);
});

test('one that is away too is passed over', async () => {
  expect(await find(['HepingMSP', 'ShenheMSP'])).toEqual(['CityMSP', 'DadongMSP', 'HunnanMSP']);
});

test('the city alone with one district is not enough', async () => {
  const found = find(['HepingMSP', 'ShenheMSP', 'DadongMSP']);
  await expect(found).rejects.toMatchObject({ code: 'ENDORSEMENT_UNAVAILABLE', details: { mspId: 'HepingMSP' } });
});

test('any other failure is told and not taken for absence', async () => {
  const found = findEndorsersOrSuccessors(NETWORK, 'HepingMSP', () => Promise.reject(new CodedError('TIME_SKEWED')));
  await expect(found).rejects.toMatchObject({ code: 'TIME_SKEWED' });
});
