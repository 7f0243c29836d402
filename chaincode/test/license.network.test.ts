import { CHANGES_EVENT, CITY, DISTRICTS, formatLicenseIdentifier, type IssueResult, type RequestOf } from '@shengjing/core';
import { heights, waitFor, type LedgerAction, type LedgerNamespace } from '@shengjing/network';
import { DEPARTMENTS } from '../src/testing/people';
import { newCity, type City, type PersonName } from './support/city';
import { endorsersOf, withoutEndorsement, withTime } from './support/envelopes';
import { refusalOf, type Committed, type LedgerCall } from './support/ledger-client';
import { TYPE, TYPE_OF_HUNNAN, TYPE_OF_THE_PAST } from './support/license-types';
import { findHolder, newIssueCall, newPerson, type OrderChanges } from './support/orders';
import { policyText } from './support/policy-text';

const CHAINCODE = 'city-services';
const SECONDS = 1_000;
/** The second is what Fabric says when the winner, in the same block, gave the key a policy of its own. */
const LOST = ['MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'];

let city: City;

beforeAll(async () => {
  city = await newCity();
}, 180 * SECONDS);

afterAll(async () => {
  await city.dispose();
}, 60 * SECONDS);

async function newIssue(person: PersonName, changes: OrderChanges = {}, issuer: string = DEPARTMENTS.heping) {
  const { client, people } = city;
  const call = await newIssueCall(client, people.hepingIssuer, issuer, changes);
  const operator = people[person];
  return { ...call, operator, endorsers: [CITY.mspId, operator.mspId === CITY.mspId ? 'HunnanMSP' : operator.mspId] };
}

function identifierOf({ request }: LedgerCall<'license:issue'>): string {
  return formatLicenseIdentifier({ ...request, version: 1 });
}

async function isOnLedger(call: LedgerCall<'license:issue'>): Promise<boolean> {
  const request = { identifier: identifierOf(call) };
  const { existence } = await verdicts('hunnanIssuer', request);
  return existence === 'EXISTS';
}

async function verdicts(person: PersonName, request: RequestOf<'license:verify'>): Promise<Record<string, string>> {
  const { verdicts: all } = await city.client.evaluate({ operator: city.people[person], name: 'license:verify', request });
  return Object.fromEntries(all.map(({ name, code }) => [name, code]));
}

/** The number of blocks that every peer has. */
async function settledHeight(): Promise<number> {
  return await waitFor(
    async () => {
      const [height, ...others] = new Set((await heights(city.network.context.topology)).values());
      return others.length === 0 ? height : undefined;
    },
    { what: 'equal heights at all peers', deadline: 20 * SECONDS },
  );
}

async function actionOf(committed: Committed): Promise<LedgerAction> {
  const [transaction] = await city.findTransactions(committed);
  if (transaction?.action === undefined) {
    throw new Error('the block does not hold the transaction');
  }
  return transaction.action;
}

function namespaceOf({ namespaces }: LedgerAction): LedgerNamespace {
  const found = namespaces.find(({ name }) => name === CHAINCODE);
  if (found === undefined) {
    throw new Error('the transaction does nothing under the chaincode');
  }
  return found;
}

describe('the contract lets nobody issue who may not, whatever a gateway would say', () => {
  it.each<[string, PersonName, string]>([
    ['another organisation in the name of a department of 和平区', 'hunnanIssuer', 'FORBIDDEN_DEPARTMENT'],
    ["another organisation's person certified for that department", 'hunnanIssuerOfHepingsDepartment', 'FORBIDDEN_DEPARTMENT'],
    ['a clerk', 'hepingClerk', 'FORBIDDEN_ROLE'],
    ['an administrator', 'hepingAdministrator', 'FORBIDDEN_ROLE'],
    ['an issuer of another department', 'hepingIssuerOfAnotherDepartment', 'FORBIDDEN_DEPARTMENT'],
    ['a certificate of another division', 'hepingIssuerOfAnotherDivision', 'FORBIDDEN_DIVISION'],
    ['a certificate without attributes', 'hepingStranger', 'FORBIDDEN_DIVISION'],
    ["the city's supervisor", 'citySupervisor', 'FORBIDDEN_ROLE'],
  ])('%s', async (_who, person, code) => {
    const call = await newIssue(person);
    const before = await settledHeight();
    await expect(refusalOf(city.client.endorse(call))).resolves.toBe(code);
    await expect(settledHeight()).resolves.toBe(before);
    await expect(isOnLedger(call)).resolves.toBe(false);
  }, 30 * SECONDS);

  it('a department that the license type does not entitle', async () => {
    const call = await newIssue('hepingIssuer', { request: { type: TYPE_OF_HUNNAN.code } });
    await expect(refusalOf(city.client.endorse(call))).resolves.toBe('ISSUER_NOT_ENTITLED');
  }, 30 * SECONDS);

  it.each<[string, PersonName, string]>([
    ["a district's administrator", 'hepingAdministrator', 'FORBIDDEN_ORGANISATION'],
    ["the city's issuer", 'cityIssuer', 'FORBIDDEN_ROLE'],
  ])('license types: not %s', async (_who, person, code) => {
    const operator = city.people[person];
    const request = { requestId: 'register-a-type-0', type: { ...TYPE, code: '11210100000000019F099' } };
    await expect(refusalOf(city.client.endorse({ operator, name: 'license:registerType', request }))).resolves.toBe(code);
  }, 30 * SECONDS);
});

describe('a license that was issued', () => {
  const holder = newPerson();
  let call: LedgerCall<'license:issue'>;
  let committed: Committed;
  let identifier: string;

  beforeAll(async () => {
    call = await newIssue('hepingIssuer', { holder });
    committed = await city.client.submit(call);
    identifier = identifierOf(call);
  }, 30 * SECONDS);

  it('is valid, endorsed by the city and the district, with one event of public facts', async () => {
    const { type, issuer, serial, requestId } = call.request;
    const changes = [{ kind: 'license-issued', identifier, type, issuer, serial, version: 1 }];
    expect(committed).toMatchObject({ validationCode: 'VALID', result: { outcome: 'issued', identifier, txId: committed.txId } });
    const { endorsers, event } = await actionOf(committed);
    expect(endorsers.toSorted()).toEqual(['CityMSP', 'HepingMSP']);
    expect(event?.name).toBe(CHANGES_EVENT);
    expect(JSON.parse(event?.payload ?? '')).toEqual({ schema: 'changes/1', requestId, changes });
  }, 30 * SECONDS);

  it('has a key-level policy on every record, and none on the entries of lists: city and district, or city and two other districts', async () => {
    const { writes, policies } = namespaceOf(await actionOf(committed));
    const others = DISTRICTS.map(({ mspId }) => mspId).filter((mspId) => mspId !== 'HepingMSP');
    const ofDistrict = `2 of (CityMSP, 1 of (HepingMSP, 2 of (${others.join(', ')})))`;
    const found = writes.map(({ key }) => [key.split('\0')[1], policyText(policies.get(key) ?? new Uint8Array())]);
    expect(others).toHaveLength(12);
    expect(found.sort()).toEqual([
      ['holder', 'CityMSP'],
      ['license', ofDistrict],
      ['license-by-holder', ''],
      ['license-by-issuer', ''],
      ['license-by-status', ''],
      ['request', ofDistrict],
      ['step', ofDistrict],
      ['version', ofDistrict],
    ]);
  }, 30 * SECONDS);

  it('gives its private part to the collections of city and district only', async () => {
    const { collections } = namespaceOf(await actionOf(committed));
    expect(collections.toSorted()).toEqual(['_implicit_org_CityMSP', '_implicit_org_HepingMSP']);
  }, 30 * SECONDS);

  it.each<[PersonName, number]>([['hepingIssuer', 0], ['citySupervisor', 0], ['citySupervisor', 1], ['cityAdministrator', 0]])(
    "shows its private part to %s at the own organisation's peer %i",
    async (person, peer) => {
      const view = await waitFor(
        async () => await city.client.evaluate({ operator: city.people[person], name: 'license:getPrivate', request: { identifier }, peer }),
        { what: 'private part at the peer', deadline: 20 * SECONDS },
      );
      expect(view).toMatchObject({ identifier, holder });
    },
    30 * SECONDS,
  );

  it.each<[PersonName, string]>([
    ['hunnanIssuer', 'NOT_A_PARTY'],
    ['hunnanStranger', 'NOT_A_PARTY'],
    ['hepingClerk', 'FORBIDDEN_ROLE'],
    ['hepingIssuerOfAnotherDepartment', 'FORBIDDEN_DEPARTMENT'],
    ['hepingStranger', 'FORBIDDEN_DIVISION'],
    ['cityClerk', 'FORBIDDEN_ROLE'],
    ['cityIssuer', 'FORBIDDEN_DEPARTMENT'],
  ])('hides its private part from %s', async (person, code) => {
    const operator = city.people[person];
    await expect(refusalOf(city.client.evaluate({ operator, name: 'license:getPrivate', request: { identifier } }))).resolves.toBe(code);
  }, 30 * SECONDS);

  it.each<[PersonName, string]>([['hunnanIssuer', 'HepingMSP'], ['hunnanIssuer', 'CityMSP'], ['hepingIssuer', 'CityMSP'], ['citySupervisor', 'HepingMSP']])(
    'hides its private part from %s at a peer of %s',
    async (person, mspId) => {
      const operator = city.people[person];
      const read = city.client.evaluate({ operator, name: 'license:getPrivate', request: { identifier }, endorsers: [mspId] });
      await expect(refusalOf(read)).resolves.toBe('NOT_A_PARTY');
    },
    30 * SECONDS,
  );

  it.each<PersonName>(['hepingStranger', 'hunnanStranger', 'hunnanIssuer', 'cityClerk'])('can be verified by %s', async (person) => {
    await expect(verdicts(person, { identifier })).resolves.toMatchObject({ existence: 'EXISTS', issuer: 'ENTITLED', status: 'IN_FORCE' });
  }, 30 * SECONDS);

  it('gives its holder reference to the next license of the same holder', async () => {
    const { operator, request } = await newIssue('hepingIssuer', { holder });
    expect(request.holderRef).toBe(call.request.holderRef);
    await expect(refusalOf(city.client.evaluate({ ...call, operator, request: { ...request, holderRef: '0'.repeat(32) } }))).resolves.toBe('HOLDER_MISMATCH');
  }, 30 * SECONDS);
});

describe("a license of the city's own department", () => {
  it("is under the city's policy alone, with its private part in the city's collection alone", async () => {
    const committed = await city.client.submit(await newIssue('cityIssuer', {}, DEPARTMENTS.city));
    expect(committed.validationCode).toBe('VALID');
    const { writes, policies, collections } = namespaceOf(await actionOf(committed));
    const records = writes.filter(({ key }) => !key.startsWith('\0license-by-'));
    expect([...policies.keys()].toSorted()).toEqual(records.map(({ key }) => key).toSorted());
    expect(new Set([...policies.values()].map(policyText))).toEqual(new Set(['CityMSP']));
    expect(collections).toEqual(['_implicit_org_CityMSP']);
  }, 30 * SECONDS);
});

describe('a missing endorsement', () => {
  const assertNothingWritten = async (call: LedgerCall<'license:issue'>, holder: ReturnType<typeof newPerson>) => {
    await expect(isOnLedger(call)).resolves.toBe(false);
    await expect(findHolder(city.client, city.people.hepingIssuer, holder)).resolves.toMatchObject({ value: null });
    await expect(city.client.submit(call)).resolves.toMatchObject({ validationCode: 'VALID' });
  };

  it.each(['CityMSP', 'HepingMSP'])('of %s makes an issue invalid, and nothing is written', async (mspId) => {
    const holder = newPerson();
    const call = await newIssue('hepingIssuer', { holder });
    const whole = await city.client.endorse(call);
    expect(endorsersOf(whole)).toEqual(['CityMSP', 'HepingMSP']);
    const stripped = withoutEndorsement(city.client.connection(call.operator), whole, mspId);
    expect(endorsersOf(stripped)).not.toContain(mspId);
    await expect(city.client.send(stripped)).resolves.toMatchObject({ validationCode: 'ENDORSEMENT_POLICY_FAILURE' });
    await assertNothingWritten(call, holder);
  }, 60 * SECONDS);

  it("is not made up for by another district's, although the chaincode's policy is satisfied", async () => {
    const holder = newPerson();
    const call = await newIssue('hepingIssuer', { holder });
    const elsewhere = await city.client.endorse({ ...call, endorsers: ['CityMSP', 'HunnanMSP'] });
    expect(endorsersOf(elsewhere)).toEqual(['CityMSP', 'HunnanMSP']);
    await expect(city.client.send(elsewhere)).resolves.toMatchObject({ validationCode: 'ENDORSEMENT_POLICY_FAILURE' });
    await assertNothingWritten(call, holder);
  }, 60 * SECONDS);
});

describe('a repeated request', () => {
  it('in the same envelope is refused by the ledger', async () => {
    const transaction = await city.client.endorse(await newIssue('hepingIssuer'));
    const committed = await city.client.send(transaction);
    await transaction.submit();
    const codes = await waitFor(
      async () => {
        const found = await city.findTransactions(committed);
        return found.length > 1 ? found.map(({ validationCode }) => validationCode) : undefined;
      },
      { what: 'second envelope in a block', deadline: 20 * SECONDS },
    );
    expect(codes).toEqual(['VALID', 'DUPLICATE_TXID']);
  }, 30 * SECONDS);

  it('in a new envelope has no effect and the same answer', async () => {
    const call = await newIssue('hepingIssuer');
    const first = await city.client.submit(call);
    const second = await city.client.submit(call);
    expect(second).toMatchObject({ validationCode: 'VALID', result: first.result });
    expect(second.txId).not.toBe(first.txId);
    const { namespaces, event } = await actionOf(second);
    expect(namespaces.flatMap(({ writes, collections }) => [...writes, ...collections])).toEqual([]);
    expect(event).toBeUndefined();
  }, 30 * SECONDS);

  it('with another body is refused', async () => {
    const call = await newIssue('hepingIssuer');
    await city.client.submit(call);
    const changed = { ...call, request: { ...call.request, validFrom: '2026-07-01' } };
    await expect(refusalOf(city.client.endorse(changed))).resolves.toBe('REQUEST_REUSED');
  }, 30 * SECONDS);

  it('of another person under the same id is a request of its own', async () => {
    const call = await newIssue('hepingIssuer');
    await city.client.submit(call);
    const { operator, request, ...rest } = await newIssue('hunnanIssuer', {}, DEPARTMENTS.hunnan);
    const other = await city.client.submit({ ...rest, operator, request: { ...request, requestId: call.request.requestId } });
    expect(other).toMatchObject({ validationCode: 'VALID', result: { outcome: 'issued', txId: other.txId } });
  }, 30 * SECONDS);
});

describe('of two requests at once', () => {
  /** Gives the one that had no effect. */
  const race = async (calls: readonly [LedgerCall<'license:issue'>, LedgerCall<'license:issue'>]) => {
    const endorsed = await Promise.all(calls.map((call) => city.client.endorse(call)));
    const outcomes = await Promise.all(endorsed.map((transaction) => city.client.send(transaction)));
    const [first, second] = outcomes.map(({ validationCode }) => validationCode);
    const [loser, code] = first === 'VALID' ? [calls[1], second] : [calls[0], first];
    expect([first, second]).toContain('VALID');
    expect(LOST).toContain(code);
    return loser;
  };

  it('for the same new holder exactly one has an effect', async () => {
    const holder = newPerson();
    const loser = await race([await newIssue('hepingIssuer', { holder }), await newIssue('hepingIssuer', { holder })]);
    await expect(isOnLedger(loser)).resolves.toBe(false);
    await expect(refusalOf(city.client.endorse(loser))).resolves.toBe('HOLDER_MISMATCH');
    await expect(city.client.submit(await newIssue('hepingIssuer', { holder }))).resolves.toMatchObject({ validationCode: 'VALID' });
  }, 60 * SECONDS);

  it('for the same new holder in two districts exactly one has an effect', async () => {
    const holder = newPerson();
    await race([await newIssue('hepingIssuer', { holder }), await newIssue('hunnanIssuer', { holder }, DEPARTMENTS.hunnan)]);
  }, 60 * SECONDS);

  it('for the same serial number exactly one has an effect', async () => {
    const serial = '20260001';
    const loser = await race([await newIssue('hepingIssuer', { request: { serial } }), await newIssue('hepingIssuer', { request: { serial } })]);
    await expect(refusalOf(city.client.endorse(loser))).resolves.toBe('LICENSE_EXISTS');
  }, 60 * SECONDS);

  it('with the same request id exactly one has an effect, and the other then has its answer', async () => {
    const call = await newIssue('hepingIssuer');
    await race([call, call]);
    await expect(city.client.submit(call)).resolves.toMatchObject({ validationCode: 'VALID', result: { outcome: 'issued', identifier: identifierOf(call) } });
  }, 60 * SECONDS);
});

describe('the time that a client claims', () => {
  const endorseAt = async (minutes: number) => {
    const call = await newIssue('hepingIssuer');
    const connection = city.client.connection(call.operator);
    return withTime(connection, city.client.propose(call), new Date(Date.now() + minutes * 60 * SECONDS)).endorse();
  };

  it.each([-10, 10])('is refused when it is %i minutes off', async (minutes) => {
    await expect(refusalOf(endorseAt(minutes))).resolves.toBe('TIME_SKEWED');
  }, 30 * SECONDS);

  it.each([-4, 4])('is taken when it is %i minutes off', async (minutes) => {
    expect(endorsersOf(await endorseAt(minutes))).toEqual(['CityMSP', 'HepingMSP']);
  }, 30 * SECONDS);
});

describe('a refusal on business grounds', () => {
  it('is a valid transaction that another district reads in the block, and has the same answer again', async () => {
    const call = await newIssue('hepingIssuer', { request: { type: TYPE_OF_THE_PAST.code } });
    const committed = await city.client.submit(call);
    const refusal: IssueResult = { schema: 'issue-result/1', outcome: 'refused', code: 'TYPE_NOT_IN_FORCE', txId: committed.txId };
    expect(committed).toMatchObject({ validationCode: 'VALID', result: refusal });
    const action = await actionOf(committed);
    const { writes, policies, collections } = namespaceOf(action);
    expect(writes.map(({ value }) => JSON.parse(value) as unknown)).toEqual([expect.objectContaining({ schema: 'request/1', outcome: refusal })]);
    expect([...policies.keys()]).toEqual(writes.map(({ key }) => key));
    expect(collections).toEqual([]);
    expect(action.event?.payload).toContain('license-issue-refused');
    await expect(city.client.evaluate(call)).resolves.toEqual(refusal);
    await expect(isOnLedger(call)).resolves.toBe(false);
  }, 30 * SECONDS);
});
