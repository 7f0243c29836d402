import { fourOrganisations, withDistricts } from '../../test/support/topology';
import { applicationPolicies, channelPolicies, ordererPolicies, organisationPolicies } from './policies';

function rule(districts: number, policy: string): string | undefined {
  return applicationPolicies(withDistricts(districts))[policy]?.Rule;
}

it.each([
  [2, "AND('CityMSP.peer', OR('AMSP.peer', 'BMSP.peer'))"],
  [3, "AND('CityMSP.peer', OR('AMSP.peer', 'BMSP.peer', 'CMSP.peer'))"],
])('with %d districts, the chaincode is endorsed by the city and any one of them', (districts, expected) => {
  expect(rule(districts, 'CityAndDistrict')).toBe(expected);
});

it.each([
  [1, 1, 'both'],
  [2, 1, 'two of three'],
  [3, 2, 'three of four'],
  [4, 2, 'three of five'],
  [13, 7, 'eight of fourteen'],
])('with %d districts, the life cycle needs the city and %d of them, %s', (districts, needed) => {
  const members = Array.from({ length: districts }, (_, index) => `'${String.fromCodePoint(65 + index)}MSP.peer'`).join(', ');
  expect(rule(districts, 'LifecycleEndorsement')).toBe(`AND('CityMSP.peer', OutOf(${String(needed)}, ${members}))`);
});

it('the channel is administered by the city together with a majority of the organisations', () => {
  const topology = fourOrganisations();
  expect(channelPolicies()['Admins']).toEqual({ Type: 'ImplicitMeta', Rule: 'ALL Admins' });
  expect(ordererPolicies(topology)['Admins']).toEqual({ Type: 'Signature', Rule: "OR('CityMSP.admin')" });
  expect(applicationPolicies(topology)['Admins']).toEqual({ Type: 'ImplicitMeta', Rule: 'MAJORITY Admins' });
});

it("an organisation's own peers endorse for it, and its peers do not write", () => {
  const [city] = fourOrganisations().organisations;
  expect(city).toBeDefined();
  const policies = city === undefined ? {} : organisationPolicies(city, 'endorsing');
  expect(policies['Endorsement']?.Rule).toBe("OR('CityMSP.peer')");
  expect(policies['Writers']?.Rule).toBe("OR('CityMSP.admin', 'CityMSP.client')");
});
