import { isPort, PORT_RANGE, type NodeInput, type TopologyInput } from './input';
import { addressesOf, resolve, type ListenAddress } from './resolve';
import type { OrderingOrganisation, Organisation } from './types';

type Path = readonly PropertyKey[];

/** Something wrong at a place of the topology file. */
export interface Inconsistency {
  readonly path: Path;
  readonly message: string;
}

interface Claim {
  readonly path: Path;
  readonly value: string;
}

/** What is wrong between the elements of a topology, each of which is right by itself. */
export function inconsistencies(input: TopologyInput): Inconsistency[] {
  const organisations: { path: Path; value: TopologyInput['ordering'] | TopologyInput['organisations'][number] }[] = [
    { path: ['ordering'], value: input.ordering },
    ...input.organisations.map((value, index) => ({ path: ['organisations', index], value })),
  ];
  return [
    ...usedTwice('id', organisations.map(({ path, value }) => ({ path: [...path, 'id'], value: value.id }))),
    ...usedTwice('MSP', organisations.map(({ path, value }) => ({ path: [...path, 'mspId'], value: value.mspId }))),
    ...usedTwice('division', input.organisations.map(({ division }, index) => ({ path: ['organisations', index, 'division'], value: division }))),
    ...usedTwice('node', nodeClaims(['ordering', 'orderers'], input.ordering.orderers)),
    ...input.organisations.flatMap(({ peers }, index) => usedTwice('node', nodeClaims(['organisations', index, 'peers'], peers))),
    ...wrongAddresses(input),
    ...oneCity(input),
  ];
}

function usedTwice(what: string, claims: readonly Claim[]): Inconsistency[] {
  const seen = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const first = seen.get(claim.value);
    seen.set(claim.value, first ?? claim);
    return first === undefined ? [] : [{ path: claim.path, message: `${what} ${claim.value} is used twice, by ${first.path.join('.')} before` }];
  });
}

function nodeClaims(path: Path, nodes: readonly NodeInput[]): Claim[] {
  return nodes.map((node, index) => ({ path: [...path, index], value: typeof node === 'string' ? node : node.name }));
}

/** Addresses follow from basePort and gatewayPort: those are what a person can change, so each is named once. */
function wrongAddresses(input: TopologyInput): Inconsistency[] {
  const { ordering, organisations } = resolve(input, { stateDir: '/', portOffset: 0 });
  const places = [
    ...placesOf(ordering, ['ordering']),
    ...organisations.flatMap((organisation, index) => placesOf(organisation, ['organisations', index])),
  ];
  const outside = places
    .filter(({ port }) => !isPort(port))
    .map(({ path, purpose, port }) => ({ path, message: `gives ${purpose} port ${String(port)}; ${PORT_RANGE}` }));
  const twice = usedTwice('address', places.map(({ path, host, port }) => ({ path, value: `${host}:${String(port)}` })));
  return [...new Map([...outside, ...twice].reverse().map((wrong) => [wrong.path.join('.'), wrong])).values()].reverse();
}

function placesOf(organisation: OrderingOrganisation | Organisation, path: Path): (ListenAddress & { path: Path })[] {
  const isGateway = (purpose: string) => organisation.kind !== 'ordering' && purpose === organisation.gateway.name;
  return addressesOf(organisation).map((address) => ({ ...address, path: [...path, isGateway(address.purpose) ? 'gatewayPort' : 'basePort'] }));
}

function oneCity({ organisations }: TopologyInput): Inconsistency[] {
  const cities = organisations.flatMap(({ role }, index) => (role === 'city' ? [index] : []));
  if (cities.length === 0) {
    return [{ path: ['organisations'], message: 'none has role: city; exactly one must' }];
  }
  return cities.slice(1).map((index) => ({ path: ['organisations', index, 'role'], message: 'a second city; exactly one organisation must have role: city' }));
}
