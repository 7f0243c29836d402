import {
  CITY,
  DISTRICTS,
  findOrganisationByDivision,
  findOrganisationById,
  findOrganisationByMsp,
  ORGANISATIONS,
} from './organisations';
import { isRole } from './roles';

describe('organisations', () => {
  it('are the city and its thirteen districts, each name, division and MSP once', () => {
    expect(DISTRICTS).toHaveLength(13);
    for (const field of ['id', 'division', 'name', 'mspId'] as const) {
      expect(new Set(ORGANISATIONS.map((organisation) => organisation[field])).size).toBe(14);
    }
  });

  it('have divisions of Shenyang in ascending order', () => {
    const divisions = ORGANISATIONS.map(({ division }) => division);
    expect(divisions).toEqual(divisions.toSorted());
    expect(divisions.every((division) => /^2101[0-9]{2}$/u.test(division))).toBe(true);
  });

  it('are found by MSP, division and short name', () => {
    expect(findOrganisationByMsp('CityMSP')).toBe(CITY);
    expect(findOrganisationByDivision('210102')?.name).toBe('和平区');
    expect(findOrganisationById('hunnan')?.mspId).toBe('HunnanMSP');
    expect(findOrganisationByMsp('OtherMSP')).toBeUndefined();
  });

  it('know six roles', () => {
    expect(isRole('issuer')).toBe(true);
    expect(isRole('root')).toBe(false);
  });
});
