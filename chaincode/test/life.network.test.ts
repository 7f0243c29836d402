import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { CITY, newDigests, type Holder, type OperationResult, type RequestOf, type StatusOperationName } from '@shengjing/core';
import { heights, readBlock, waitFor } from '@shengjing/network';
import { statusRequest } from '../src/testing/operations';
import { DEPARTMENTS } from '../src/testing/people';
import { newCity, type City, type PersonName } from './support/city';
import { endorsersOf, withoutEndorsement } from './support/envelopes';
import { refusalOf, type Committed, type LedgerCall } from './support/ledger-client';
import { newOperator, type Operator } from './support/operators';
import { newIssueCall, newPersonalParts, newPerson } from './support/orders';

const TOPOLOGY = path.resolve(__dirname, '..', '..', 'network', 'test', 'four-organisations.yaml');
const SECONDS = 1_000;
const HEPING = 'HepingMSP';
const HUNNAN = 'HunnanMSP';
const SHENHE = 'ShenheMSP';
const SUCCESSORS = [CITY.mspId, HUNNAN, SHENHE];

/** A license that was issued, and who holds it. */
interface Issued {
  readonly identifier: string;
  readonly holder: Holder;
  readonly type: string;
}

let city: City;
let shenheAdministrator: Operator;

beforeAll(async () => {
  city = await newCity(TOPOLOGY);
  const attributes = { role: 'admin', dept: DEPARTMENTS.shenhe, division: '210103' };
  shenheAdministrator = await newOperator(city.network, 'shenhe', attributes);
}, 240 * SECONDS);

afterAll(async () => {
  await city.dispose();
}, 60 * SECONDS);

function person(name: PersonName): Operator {
  return city.people[name];
}

function newRequestId(): string {
  return `request-${randomBytes(12).toString('hex')}`;
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60 * SECONDS).toISOString();
}

/** Issues a license of 和平区, in effect for an hour. */
async function newIssued(): Promise<Issued> {
  const holder = newPerson();
  const request = { effectiveAt: minutesAgo(60), validUntil: '2099-12-31' };
  const call = await newIssueCall(city.client, person('hepingIssuer'), DEPARTMENTS.heping, { holder, request });
  const { result, validationCode } = await submit(call);
  expect(validationCode).toBe('VALID');
  return { identifier: (result as { identifier: string }).identifier, holder, type: call.request.type };
}

function newStatusCall(
  name: StatusOperationName,
  identifier: string,
  { operator = person('hepingIssuer'), endorsers = [CITY.mspId, HEPING], minutes = 0 } = {},
): LedgerCall<'license:suspend'> {
  const request = statusRequest(name, identifier, { requestId: newRequestId(), effectiveAt: minutesAgo(minutes) });
  return { operator, name: `license:${name}` as 'license:suspend', request: request as RequestOf<'license:suspend'>, endorsers };
}

async function newVersionCall(
  name: 'change' | 'renew',
  { identifier, holder }: Issued,
  minutes: number,
): Promise<LedgerCall<'license:change'>> {
  const operator = person('hepingIssuer');
  const { transient } = await newPersonalParts(city.client, operator, holder);
  return {
    operator,
    name: `license:${name}` as 'license:change',
    request: {
      requestId: newRequestId(),
      identifier,
      effectiveAt: minutesAgo(minutes),
      validFrom: '2026-06-15',
      validUntil: null,
      fileDigests: newDigests('another license file'),
      reason: 'ON_REQUEST',
      decisionDigests: [],
    },
    transient,
    endorsers: [CITY.mspId, HEPING],
  };
}

/** 浑南区 takes the license over. */
async function newTransferInCall({ identifier, holder, type }: Issued): Promise<LedgerCall<'license:transferIn'>> {
  const operator = person('hunnanIssuer');
  const { holderRef, transient } = await newPersonalParts(city.client, operator, holder);
  return {
    operator,
    name: 'license:transferIn',
    request: {
      requestId: newRequestId(),
      type,
      issuer: DEPARTMENTS.hunnan,
      serial: randomBytes(8).toString('hex').toUpperCase(),
      validFrom: '2026-06-15',
      validUntil: null,
      effectiveAt: minutesAgo(0),
      fileDigests: [],
      holderRef,
      previous: identifier,
    },
    transient,
    endorsers: [CITY.mspId, HUNNAN],
  };
}

/** Waits until every peer that runs has the block, so that whoever endorses or reads next sees the same. */
async function settled(committed: Committed): Promise<Committed> {
  const haveIt = async () => {
    const known = [...(await heights(city.network.context.topology)).values()].filter((height) => height !== undefined);
    return known.length > 0 && known.every((height) => height > committed.blockNumber) ? true : undefined;
  };
  await waitFor(haveIt, { what: 'block at every peer', deadline: 20 * SECONDS });
  return committed;
}

async function submit(call: LedgerCall): Promise<Committed> {
  return await settled(await city.client.submit(call));
}

/** Submits a call that must be carried out, and tells which version it made or concerned. */
async function done(call: LedgerCall): Promise<string> {
  const { validationCode, result } = await submit(call);
  expect({ validationCode, result }).toMatchObject({ validationCode: 'VALID', result: { outcome: 'done' } });
  return (result as { identifier: string }).identifier;
}

/** Submits a call that must be refused on business grounds, and tells the code that is recorded. */
async function recorded(call: LedgerCall): Promise<string> {
  const { validationCode, result } = await submit(call);
  const refused = result as OperationResult;
  expect(validationCode).toBe('VALID');
  return refused.outcome === 'refused' ? refused.code : refused.outcome;
}

/** What becomes of a call without the endorsements of some who have executed it. */
async function sendWithout(call: LedgerCall, ...mspIds: readonly string[]): Promise<string> {
  const connection = city.client.connection(call.operator);
  const whole = await city.client.endorse(call);
  const stripped = mspIds.reduce((transaction, mspId) => withoutEndorsement(connection, transaction, mspId), whole);
  expect(endorsersOf(stripped)).toEqual(endorsersOf(whole).filter((mspId) => !mspIds.includes(mspId)));
  return (await settled(await city.client.send(stripped))).validationCode;
}

async function statusOf(identifier: string): Promise<string> {
  const { status } = await city.client.evaluate({ operator: person('hunnanIssuer'), name: 'license:get', request: { identifier } });
  return status;
}

/** Verdicts on the status now and so many minutes ago. */
async function standing(identifier: string, minutes: number): Promise<(string | undefined)[]> {
  const request = { identifier, at: minutesAgo(minutes) };
  const { verdicts } = await city.client.evaluate({ operator: person('hunnanStranger'), name: 'license:verify', request });
  return ['status', 'status-at'].map((wanted) => verdicts.find(({ name }) => name === wanted)?.code);
}

function readPrivate(name: PersonName, identifier: string): Promise<{ readonly holder: Holder }> {
  return city.client.evaluate({ operator: person(name), name: 'license:getPrivate', request: { identifier } });
}

async function expectReadable(name: PersonName, { identifier, holder }: Pick<Issued, 'identifier' | 'holder'>): Promise<void> {
  const what = 'private part at the peer';
  const view = await waitFor(async () => await readPrivate(name, identifier), { what, deadline: 20 * SECONDS });
  expect(view).toMatchObject({ identifier, holder });
}

async function endorsersIn(committed: Committed): Promise<string[]> {
  const [transaction] = await city.findTransactions(committed);
  return (transaction?.action?.endorsers ?? []).toSorted();
}

describe('a new version of a license', () => {
  let first: Issued;
  let changed: string;
  let renewed: string;
  let committed: Committed;

  beforeAll(async () => {
    first = await newIssued();
    committed = await submit(await newVersionCall('change', first, 40));
    changed = (committed.result as { identifier: string }).identifier;
    renewed = first.identifier;
  }, 60 * SECONDS);

  it('is endorsed by the city and the district', async () => {
    expect(committed).toMatchObject({ validationCode: 'VALID', result: { outcome: 'done', status: '01' } });
    await expect(endorsersIn(committed)).resolves.toEqual([CITY.mspId, HEPING]);
  }, 60 * SECONDS);

  it('needs both of them', async () => {
    const call = await newVersionCall('change', { ...first, identifier: changed }, 30);
    await expect(sendWithout(call, HEPING)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout(call, CITY.mspId)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout({ ...call, endorsers: [CITY.mspId, HUNNAN] })).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(statusOf(changed)).resolves.toBe('01');
  }, 60 * SECONDS);

  it('is followed by a renewal, and a version that was replaced is not changed again', async () => {
    await expect(recorded(await newVersionCall('renew', { ...first, identifier: changed }, 20))).resolves.toBe('VALIDITY_NOT_EXTENDED');
    await expect(recorded(await newVersionCall('change', first, 20))).resolves.toBe('VERSION_NOT_CURRENT');
    renewed = await done(await newVersionCall('change', { ...first, identifier: changed }, 20));
    await expect(recorded(newStatusCall('suspend', first.identifier))).resolves.toBe('VERSION_NOT_CURRENT');
  }, 60 * SECONDS);

  it('leaves each version its own status at any time of the past', async () => {
    await expect(standing(first.identifier, 50)).resolves.toEqual(['STATUS_NOT_VALID', 'IN_FORCE']);
    await expect(standing(first.identifier, 39)).resolves.toEqual(['STATUS_NOT_VALID', 'STATUS_NOT_VALID']);
    await expect(standing(changed, 50)).resolves.toEqual(['STATUS_NOT_VALID', 'NOT_YET_ISSUED']);
    await expect(standing(changed, 39)).resolves.toEqual(['STATUS_NOT_VALID', 'IN_FORCE']);
    await expect(standing(renewed, 10)).resolves.toEqual(['IN_FORCE', 'IN_FORCE']);
  }, 60 * SECONDS);

  it('has a private part that its parties read, each at a peer of its own, as they do that of the version before', async () => {
    for (const identifier of [first.identifier, changed, renewed]) {
      await expectReadable('hepingIssuer', { ...first, identifier });
      await expectReadable('citySupervisor', { ...first, identifier });
      await expect(refusalOf(readPrivate('hunnanIssuer', identifier))).resolves.toBe('NOT_A_PARTY');
    }
  }, 60 * SECONDS);
});

describe('a renewal', () => {
  it('ends later than the version before', async () => {
    const issued = await newIssued();
    await expect(done(await newVersionCall('renew', issued, 0))).resolves.toMatch(/\.002\..$/u);
  }, 60 * SECONDS);
});

describe('a suspension', () => {
  it("is invalid without the district's endorsement, also where the chaincode's policy is satisfied", async () => {
    const { identifier } = await newIssued();
    const call = newStatusCall('suspend', identifier);
    await expect(sendWithout(call, HEPING)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout(call, CITY.mspId)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout({ ...call, endorsers: [CITY.mspId, HUNNAN] })).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(statusOf(identifier)).resolves.toBe('01');
    await expect(done(call)).resolves.toBe(identifier);
    await expect(statusOf(identifier)).resolves.toBe('02');
  }, 60 * SECONDS);

  it('is seen in the lists of every organisation', async () => {
    const { identifier } = await newIssued();
    await done(newStatusCall('suspend', identifier));
    for (const operator of [person('hunnanStranger'), person('cityClerk'), shenheAdministrator]) {
      const listed = async (status: '01' | '02') => {
        const page = await city.client.evaluate({ operator, name: 'license:listByStatus', request: { status, pageSize: 100 } });
        return page.items.map((license) => license.identifier);
      };
      await expect(listed('02')).resolves.toContain(identifier);
      await expect(listed('01')).resolves.not.toContain(identifier);
    }
  }, 60 * SECONDS);
});

describe('a license that moves from 和平区 to 浑南区', () => {
  let old: Issued;
  let taken: string;

  beforeAll(async () => {
    old = await newIssued();
    await done(newStatusCall('transferOut', old.identifier));
    await expectReadable('hepingIssuer', old);
    taken = await done(await newTransferInCall(old));
  }, 60 * SECONDS);

  it('is read by the new district and by the city, each at a peer of its own', async () => {
    await expectReadable('hunnanIssuer', { ...old, identifier: taken });
    await expectReadable('citySupervisor', { ...old, identifier: taken });
    await expectReadable('citySupervisor', old);
  }, 60 * SECONDS);

  it('is not read by the old district any more, neither as it was nor as it is', async () => {
    await expect(refusalOf(readPrivate('hepingIssuer', old.identifier))).resolves.toBe('NOT_A_PARTY');
    await expect(refusalOf(readPrivate('hepingIssuer', taken))).resolves.toBe('NOT_A_PARTY');
    await expect(refusalOf(readPrivate('hunnanIssuer', old.identifier))).resolves.toBe('NOT_A_PARTY');
  }, 60 * SECONDS);

  it('moves once', async () => {
    await expect(recorded(await newTransferInCall(old))).resolves.toBe('TRANSFER_TAKEN');
    await expect(recorded(newStatusCall('cancelTransfer', old.identifier))).resolves.toBe('TRANSFER_TAKEN');
    await expect(statusOf(old.identifier)).resolves.toBe('06');
  }, 60 * SECONDS);

  it('is under the new district from then on', async () => {
    const call = newStatusCall('suspend', taken, { operator: person('hunnanIssuer'), endorsers: [CITY.mspId, HUNNAN] });
    await expect(sendWithout(call, HUNNAN)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(done(call)).resolves.toBe(taken);
  }, 60 * SECONDS);

  it('is either taken over or taken back when both are tried at once', async () => {
    const contested = await newIssued();
    await done(newStatusCall('transferOut', contested.identifier));
    const calls = [newStatusCall('cancelTransfer', contested.identifier), await newTransferInCall(contested)];
    const endorsed = await Promise.all(calls.map((call) => city.client.endorse(call)));
    const outcomes = await Promise.all(endorsed.map(async (transaction) => settled(await city.client.send(transaction))));
    expect(outcomes.map(({ validationCode }) => validationCode).toSorted()).toEqual(['MVCC_READ_CONFLICT', 'VALID']);
    await expect(statusOf(contested.identifier)).resolves.toBe(outcomes[0]?.validationCode === 'VALID' ? '01' : '06');
  }, 60 * SECONDS);
});

describe('a transaction that comes a second time, before another one on the same license', () => {
  /** How often the two may miss each other's block. */
  const ATTEMPTS = 10;

  /** Sends the issue again and at once the operation; tells what became of them when they were in the same block. */
  async function meet(issue: Transaction, operation: LedgerCall): Promise<string[]> {
    const following = await city.client.endorse(operation);
    await issue.submit();
    const { blockNumber } = await settled(await city.client.send(following));
    const { transactions } = await readBlock(city.network.context, city.network.organisation('hunnan'), blockNumber);
    const ids = [issue, following].map((transaction) => transaction.getTransactionId());
    return transactions.filter(({ txId }) => ids.includes(txId)).map(({ validationCode }) => validationCode);
  }

  it('is skipped, and every peer goes on', async () => {
    const request = { effectiveAt: minutesAgo(60), validUntil: '2099-12-31' };
    const issue = await city.client.endorse(await newIssueCall(city.client, person('hepingIssuer'), DEPARTMENTS.heping, { request }));
    const { result } = await settled(await city.client.send(issue));
    const { identifier } = result as { identifier: string };
    let codes: string[] = [];
    for (let attempt = 0; codes.length < 2 && attempt < ATTEMPTS; attempt += 1) {
      codes = await meet(issue, newStatusCall((await statusOf(identifier)) === '01' ? 'suspend' : 'reinstate', identifier));
    }
    expect(codes).toEqual(['DUPLICATE_TXID', 'ENDORSEMENT_POLICY_FAILURE']);
    await done(newStatusCall((await statusOf(identifier)) === '01' ? 'suspend' : 'reinstate', identifier));
  }, 120 * SECONDS);
});

describe('licenses of a district that is gone', () => {
  let revocable: Issued;
  let movable: Issued;

  const byCity = (name: StatusOperationName, { identifier }: Issued) =>
    newStatusCall(name, identifier, { operator: person('cityAdministrator'), endorsers: SUCCESSORS });

  const agree = async (operator: Operator) => {
    const request = { requestId: newRequestId(), district: HEPING };
    const endorsers = [CITY.mspId, operator.mspId];
    return await submit({ operator, name: 'license:agreeSuccession', request, endorsers });
  };

  beforeAll(async () => {
    revocable = await newIssued();
    movable = await newIssued();
    const { supervisor } = city.network.context;
    const names = supervisor.names().filter((name) => name.endsWith('.heping'));
    expect(names.length).toBeGreaterThan(1);
    await Promise.all(names.map((name) => supervisor.stop(name)));
  }, 90 * SECONDS);

  it('are not for the city to act on until two other districts have agreed', async () => {
    await expect(refusalOf(city.client.endorse(byCity('revoke', revocable)))).resolves.toBe('SUCCESSION_NOT_AGREED');
    await expect(agree(person('hunnanAdministrator'))).resolves.toMatchObject({ validationCode: 'VALID' });
    await expect(refusalOf(city.client.endorse(byCity('revoke', revocable)))).resolves.toBe('SUCCESSION_NOT_AGREED');
    await expect(agree(shenheAdministrator)).resolves.toMatchObject({ validationCode: 'VALID' });
    const request = { district: HEPING };
    const state = await city.client.evaluate({ operator: person('cityClerk'), name: 'license:getSuccession', request });
    expect(state).toMatchObject({ effective: true, agreements: [{ mspId: HUNNAN }, { mspId: SHENHE }] });
  }, 60 * SECONDS);

  it('are not changed by the city alone, nor with one other district', async () => {
    const call = byCity('revoke', revocable);
    await expect(sendWithout(call, HUNNAN, SHENHE)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout(call, SHENHE)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(sendWithout(call, CITY.mspId)).resolves.toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(statusOf(revocable.identifier)).resolves.toBe('01');
  }, 60 * SECONDS);

  it('are revoked by the city with two others', async () => {
    const committed = await submit(byCity('revoke', revocable));
    expect(committed).toMatchObject({ validationCode: 'VALID', result: { outcome: 'done', status: '03' } });
    await expect(endorsersIn(committed)).resolves.toEqual(SUCCESSORS);
    await expect(statusOf(revocable.identifier)).resolves.toBe('03');
  }, 60 * SECONDS);

  it('are transferred by the city with two others to a district that takes them over', async () => {
    await done(byCity('transferOut', movable));
    const taken = await done(await newTransferInCall(movable));
    await expect(standing(taken, 0)).resolves.toEqual(['IN_FORCE', 'IN_FORCE']);
    await expectReadable('hunnanIssuer', { ...movable, identifier: taken });
  }, 60 * SECONDS);

  it("are not for the city's other people, and not for other operations", async () => {
    const suspend = newStatusCall('suspend', revocable.identifier, { operator: person('cityAdministrator'), endorsers: SUCCESSORS });
    await expect(refusalOf(city.client.endorse(suspend))).resolves.toBe('FORBIDDEN_ROLE');
    const revoke = { ...byCity('revoke', revocable), operator: person('cityIssuer') };
    await expect(refusalOf(city.client.endorse(revoke))).resolves.toBe('FORBIDDEN_DEPARTMENT');
  }, 60 * SECONDS);
});
