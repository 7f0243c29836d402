import { CITY, DISTRICTS } from '@shengjing/core';
import { decodePolicy, isPolicySatisfied, toRole } from '../testing/policies';
import { newEndorsementPolicy } from './endorsement-policy';

describe('key-level endorsement policy', () => {
  it.each<[string, string[], boolean]>([
    ['HepingMSP', ['CityMSP', 'HepingMSP'], true],
    ['HepingMSP', ['CityMSP', 'HunnanMSP', 'XinminMSP'], true],
    ['HepingMSP', ['CityMSP', 'HunnanMSP'], false],
    ['HepingMSP', ['CityMSP'], false],
    ['HepingMSP', ['HepingMSP'], false],
    ['HepingMSP', DISTRICTS.map(({ mspId }) => mspId), false],
    ['CityMSP', ['CityMSP'], true],
    ['CityMSP', DISTRICTS.map(({ mspId }) => mspId), false],
  ])('of a record of %s with the endorsements of %j: %s', (owner, endorsers, expected) => {
    expect(isPolicySatisfied(newEndorsementPolicy(owner), endorsers)).toBe(expected);
  });

  it('names the city and all thirteen districts, each once, by their peers', () => {
    const roles = decodePolicy(newEndorsementPolicy('HunnanMSP')).getIdentitiesList().map(toRole);
    const mspIds = roles.map((role) => role.getMspIdentifier());
    expect(mspIds.sort()).toEqual([CITY, ...DISTRICTS].map(({ mspId }) => mspId).sort());
    expect(new Set(roles.map((role) => role.getRole()))).toEqual(new Set([3]));
  });

  it('has the same bytes each time it is made', () => {
    expect(newEndorsementPolicy('HepingMSP')).toEqual(newEndorsementPolicy('HepingMSP'));
  });
});
