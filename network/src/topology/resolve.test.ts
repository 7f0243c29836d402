import path from 'node:path';
import { fourOrganisations } from '../../test/support/topology';
import type { NetworkError } from '../error';
import { loadTopology } from './load';
import { cityOf, districtsOf, listenAddresses, resolveTopology } from './resolve';

const input = loadTopology(path.join(__dirname, '..', '..', 'topology', 'shenyang.yaml'));

it("every port follows from the organisation's base port", () => {
  const topology = resolveTopology(input, { stateDir: '/state', portOffset: 0 });
  expect(topology.ordering.ca).toMatchObject({ port: 7000, operationsPort: 7001 });
  expect(topology.ordering.orderers[2]).toMatchObject({ name: 'orderer2.ordering', port: 7030, adminPort: 7031, operationsPort: 7032 });
  expect(cityOf(topology).peers[1]).toMatchObject({
    name: 'peer1.city',
    port: 7120,
    chaincodeListenPort: 7121,
    operationsPort: 7122,
    chaincodeServerPorts: [7123, 7124],
  });
  expect(districtsOf(topology).map(({ gateway }) => gateway.port)).toEqual([8081, 8082]);
});

it('the offset is added to every port and changes nothing else', () => {
  const [plain, moved] = [0, 10_000].map((portOffset) => listenAddresses(resolveTopology(input, { stateDir: '/state', portOffset })));
  expect(moved).toEqual(plain?.map((address) => ({ ...address, port: address.port + 10_000 })));
});

it.each([Number.NaN, 1.5, Number.POSITIVE_INFINITY])('an offset of %p is refused', (portOffset) => {
  const expected: Partial<NetworkError> = { code: 'USAGE', message: 'the port offset (--port-offset, SHENGJING_PORT_OFFSET) is a whole number' };
  expect(() => fourOrganisations('/state', portOffset)).toThrow(expect.objectContaining(expected) as Error);
});

it.each([
  [60_000, 'with the port offset 60000, ca-ordering would get port 67000; ports go from 1024 to 65535'],
  [-6500, 'with the port offset -6500, ca-ordering would get port 500; ports go from 1024 to 65535'],
  [57_454, 'with the port offset 57454, gateway.hunnan would get port 65536; ports go from 1024 to 65535'],
])('an offset of %d, which moves a port to where none is, is refused by the name of its node', (portOffset, message) => {
  const expected: Partial<NetworkError> = { code: 'USAGE', message };
  expect(() => resolveTopology(input, { stateDir: '/state', portOffset })).toThrow(expect.objectContaining(expected) as Error);
});

it("a host is the node's own, or its organisation's, or the default", () => {
  const [city, district] = input.organisations;
  const organisations = [
    { ...city, host: 'city.example', peers: ['peer0', { name: 'peer1', host: 'other.example' }] },
    district,
  ] as typeof input.organisations;
  const topology = resolveTopology({ ...input, organisations }, { stateDir: '/state', portOffset: 0 });
  const hosts = topology.organisations.flatMap(({ peers }) => peers.map(({ host }) => host));
  expect(hosts).toEqual(['city.example', 'other.example', '127.0.0.1']);
});

it('every folder lies under the state', () => {
  const { ordering, organisations } = fourOrganisations('/state');
  const folders = [ordering, ...organisations].flatMap(({ dir, ca }) => [dir, ca.dir]);
  expect(folders.every((folder) => folder.startsWith('/state/organisations/'))).toBe(true);
  expect(new Set(folders).size).toBe(folders.length);
});
