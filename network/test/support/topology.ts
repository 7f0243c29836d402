import path from 'node:path';
import type { TopologyInput } from '../../src/topology/input';
import { loadTopology } from '../../src/topology/load';
import { resolveTopology } from '../../src/topology/resolve';
import type { ResolvedTopology } from '../../src/topology/types';

export const FOUR_ORGANISATIONS = path.join(__dirname, '..', 'four-organisations.yaml');

/** The city and three districts, a peer each, one orderer. */
export function fourOrganisations(stateDir = '/state', portOffset = 0): ResolvedTopology {
  return resolveTopology(loadTopology(FOUR_ORGANISATIONS), { stateDir, portOffset });
}

/** The city and as many districts: A, B, C … */
export function withDistricts(count: number): ResolvedTopology {
  const input = loadTopology(FOUR_ORGANISATIONS);
  const [city, sample] = input.organisations;
  if (city === undefined || sample === undefined) {
    throw new Error('the sample has no city or no district');
  }
  const districts = Array.from({ length: count }, (_, index): TopologyInput['organisations'][number] => {
    const letter = String.fromCodePoint(65 + index);
    return { ...sample, id: letter.toLowerCase(), mspId: `${letter}MSP`, basePort: 10_000 + 100 * index };
  });
  return resolveTopology({ ...input, organisations: [city, ...districts] }, { stateDir: '/state', portOffset: 0 });
}
