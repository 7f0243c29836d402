import { fourOrganisations } from '../../test/support/topology';
import { isServerOf, serverName, serverPort } from './server';

const [city, heping] = fourOrganisations().organisations.flatMap(({ peers }) => peers);
if (city === undefined || heping === undefined) {
  throw new Error('the sample has too few peers');
}

it('two sequences after each other have different ports, so that one server starts beside the other', () => {
  expect([1, 2, 3].map((sequence) => serverPort(city, { sequence }))).toEqual([7114, 7113, 7114]);
});

it("a server is known as its own peer's, whatever the sequence, and as no other's", () => {
  for (const sequence of [1, 2, 10]) {
    expect(isServerOf(city, serverName(city, { sequence }))).toBe(true);
    expect(isServerOf(heping, serverName(city, { sequence }))).toBe(false);
  }
});

it.each(['chaincode-1.city', 'chaincode-x.peer0.city', 'chaincode-.peer0.city', 'chaincode-1.1.peer0.city', 'peer0.city', 'gateway.city'])(
  'a node by the name %s is not taken for a chaincode server',
  (name) => {
    expect(isServerOf(city, name)).toBe(false);
  },
);
