import './testing/quiet-shim';
import { TRANSACTIONS } from '@shengjing/core';
import { contracts } from '.';

interface Registered {
  readonly name: string;
  readonly parameters?: unknown;
}

/** What the decorators left for the shim. */
function registeredTransactions(contract: object): Registered[] {
  const { getMetadata } = Reflect as unknown as { getMetadata: (key: string, target: object) => Registered[] };
  return getMetadata('fabric:transactions', contract);
}

describe('the contracts of the chaincode', () => {
  const registered = contracts
    .map((contractClass) => new contractClass())
    .flatMap((contract) => registeredTransactions(contract).map((it) => ({ ...it, name: `${contract.getName()}:${it.name}` })));

  it('have exactly the transactions that core defines', () => {
    expect(registered.map(({ name }) => name).sort()).toEqual(Object.keys(TRANSACTIONS).sort());
  });

  it('have every transaction of the license contract', () => {
    const ofLicense = (name: string): boolean => name.startsWith('license:');
    const names = registered.map(({ name }) => name).filter(ofLicense);
    expect(names.sort()).toEqual(Object.keys(TRANSACTIONS).filter(ofLicense).sort());
  });

  it('declare no parameters, so that the shim leaves the arguments to them', () => {
    expect(registered.filter(({ parameters }) => parameters !== undefined)).toEqual([]);
  });
});
