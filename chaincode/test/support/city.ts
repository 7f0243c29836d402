import { CITY, computeUsccCheck, type LicenseType } from '@shengjing/core';
import { newTemporaryNetwork, readBlocks, type LedgerTransaction, type TemporaryNetwork } from '@shengjing/network';
import { DEPARTMENTS } from '../../src/testing/people';
import { LedgerClient, type Committed } from './ledger-client';
import { TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST } from './license-types';
import { newOperator, type Operator, type OperatorAttributes } from './operators';

const OTHER_DEPARTMENT = '11210102000000020';

const heping = { dept: DEPARTMENTS.heping, division: '210102' };
const hunnan = { dept: DEPARTMENTS.hunnan, division: '210112' };
const city = { dept: DEPARTMENTS.city, division: CITY.division };

const PEOPLE = {
  cityAdministrator: ['city', { role: 'admin', ...city }],
  cityClerk: ['city', { role: 'clerk', ...city }],
  cityIssuer: ['city', { role: 'issuer', ...city }],
  citySupervisor: ['city', { role: 'supervisor', ...city }],
  hepingAdministrator: ['heping', { role: 'admin', ...heping }],
  hepingClerk: ['heping', { role: 'clerk', ...heping }],
  hepingIssuer: ['heping', { role: 'issuer', ...heping }],
  hepingIssuerOfAnotherDepartment: ['heping', { role: 'issuer', ...heping, dept: `${OTHER_DEPARTMENT}${computeUsccCheck(OTHER_DEPARTMENT)}` }],
  hepingIssuerOfAnotherDivision: ['heping', { role: 'issuer', ...heping, division: hunnan.division }],
  hepingStranger: ['heping', {}],
  hunnanAdministrator: ['hunnan', { role: 'admin', ...hunnan }],
  hunnanClerk: ['hunnan', { role: 'clerk', ...hunnan }],
  hunnanIssuer: ['hunnan', { role: 'issuer', ...hunnan }],
  hunnanIssuerOfHepingsDepartment: ['hunnan', { role: 'issuer', ...hunnan, dept: heping.dept }],
  hunnanStranger: ['hunnan', {}],
} as const satisfies Record<string, readonly [organisation: string, attributes: OperatorAttributes]>;

export type PersonName = keyof typeof PEOPLE;

/** A real network without gateways, with people of every kind and three license types. */
export interface City {
  readonly network: TemporaryNetwork;
  readonly client: LedgerClient;
  readonly people: Readonly<Record<PersonName, Operator>>;
  /** The transaction with this id, every time that a block holds it. */
  readonly findTransactions: (committed: Committed) => Promise<LedgerTransaction[]>;
  readonly dispose: () => Promise<void>;
}

/** @param topology - File of a topology with the city, 和平区 and 浑南区 at least; the repository's own unless told. */
export async function newCity(topology?: string): Promise<City> {
  const network = await newTemporaryNetwork(topology);
  const client = new LedgerClient(network);
  const dispose = async () => {
    client.close();
    await network.dispose();
  };
  try {
    await network.up({ gateways: false });
    const people = await enrolPeople(network);
    for (const type of [TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST]) {
      await registerType(client, people.cityAdministrator, type);
    }
    return {
      network,
      client,
      people,
      findTransactions: async ({ txId, blockNumber }) => {
        const blocks = await readBlocks(network.context, network.organisation('hunnan'), blockNumber);
        return blocks.flatMap(({ transactions }) => transactions).filter((transaction) => transaction.txId === txId);
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function enrolPeople(network: TemporaryNetwork): Promise<Record<PersonName, Operator>> {
  const names = Object.keys(PEOPLE) as PersonName[];
  const enrolled = await Promise.all(
    names.map(async (name) => {
      const [organisation, attributes] = PEOPLE[name];
      return [name, await newOperator(network, organisation, attributes)];
    }),
  );
  return Object.fromEntries(enrolled) as Record<PersonName, Operator>;
}

async function registerType(client: LedgerClient, operator: Operator, type: LicenseType): Promise<void> {
  const request = { requestId: `register-${type.code}`, type };
  const { validationCode } = await client.submit({ operator, name: 'license:registerType', request, endorsers: [CITY.mspId, 'HunnanMSP'] });
  expect(validationCode).toBe('VALID');
}
