import {
  changesEventSchema,
  computeUsccCheck,
  grantRecordSchema,
  grantWithdrawalSchema,
  newDigests,
  useRecordSchema,
} from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeLicense, changesOf, give, newRequestId, newTerms, newUse, UNTIL, use, writtenKinds } from '../testing/grants';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  CITY_SUPERVISOR,
  DEPARTMENTS,
  HEPING_ADMIN,
  HEPING_CLERK,
  HEPING_ISSUER,
  HUNNAN_CLERK,
  HUNNAN_ISSUER,
  withAttributes,
  type Person,
} from '../testing/people';
import { hex, NOW } from '../testing/samples';

const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
const OTHER_DEPARTMENT = `11210112000000020${computeUsccCheck('11210112000000020')}`;
const VALIDITY_OVER = new Date('2031-06-14T16:00:00.000Z');

/** Whoever may not serve at a counter, with the code of the refusal. */
const NOT_OF_A_COUNTER: [string, Person][] = [
  ['FORBIDDEN_ROLE', CITY_SUPERVISOR],
  ['FORBIDDEN_ROLE', CITY_ADMIN],
  ['FORBIDDEN_ROLE', HEPING_ADMIN],
  ['FORBIDDEN_ROLE', withAttributes(HEPING_CLERK, { role: undefined })],
  ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_CLERK, { dept: undefined })],
  ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_CLERK, { dept: '440524188001010014' })],
  ['FORBIDDEN_DIVISION', withAttributes(HEPING_CLERK, { division: '210112' })],
  ['FORBIDDEN_ORGANISATION', { ...HEPING_CLERK, mspId: 'StrangerMSP' }],
];

let network: FakeNetwork;
let identifier: string;

beforeEach(async () => {
  network = await newNetworkWithType();
  ({ identifier } = await issue(network, 1));
});

function aboutGrant(grantId: string): object {
  return { identifier, grantId, grantee: DEPARTMENTS.hunnan, granteeMspId: 'HunnanMSP', licenseMspId: 'HepingMSP' };
}

describe('grant:give', () => {
  it('records a grant under the id of its transaction, for the department and its organisation', async () => {
    const { grantId, simulation } = await give(network, identifier);
    expect(grantId).toBe(simulation.stub.getTxID());
    expect(writtenKinds(simulation)).toEqual(['grant', 'request']);
    const { grant, withdrawal, used } = await network.evaluate('grant:get', HUNNAN_CLERK, { identifier, grantId });
    expect(grantRecordSchema.parse(grant)).toMatchObject({
      grantId,
      identifier,
      grantee: DEPARTMENTS.hunnan,
      granteeMspId: 'HunnanMSP',
      until: UNTIL,
      uses: 1,
      mspId: 'HepingMSP',
      department: DEPARTMENTS.heping,
      role: 'clerk',
      recordedAt: NOW.toISOString(),
    });
    expect([withdrawal, used]).toEqual([null, 0]);
  });

  it('emits one event that names the parties', async () => {
    const { grantId, simulation } = await give(network, identifier);
    expect(changesEventSchema.parse(JSON.parse(simulation.stub.events[0]?.payload ?? ''))).toMatchObject({
      changes: [{ kind: 'grant-given', ...aboutGrant(grantId) }],
    });
  });

  it.each([HEPING_CLERK, HEPING_ISSUER, HUNNAN_ISSUER, CITY_ISSUER])('is open to the counter of %j', async (person) => {
    const { grantId, simulation } = await give(network, identifier, {}, person);
    expect(grantId).not.toBe('');
    const policies = new Set(simulation.stub.writes.policies.values());
    expect(policies).toEqual(new Set([Buffer.from(newEndorsementPolicy(person.mspId)).toString('hex')]));
  });

  it.each(NOT_OF_A_COUNTER)('refuses with %s whoever does not serve at a counter', async (code, caller) => {
    expect(await network.refusal('grant:give', caller, newTerms(identifier))).toBe(code);
  });

  it.each([
    ['INVALID_INPUT', { uses: 0 }],
    ['INVALID_INPUT', { uses: 201 }],
    ['INVALID_INPUT', { consentDigests: [] }],
    ['INVALID_INPUT', { until: NOW.toISOString() }],
    ['INVALID_INPUT', { grantee: 'nobody' }],
    ['GRANTEE_UNKNOWN', { grantee: '11100000000013338W' }],
    ['LICENSE_NOT_FOUND', { identifier: UNKNOWN }],
  ])('refuses with %s the terms changed by %j', async (code, changes) => {
    const request = { ...newTerms(identifier), ...changes };
    expect(await network.refusal('grant:give', HEPING_CLERK, request)).toBe(code);
  });

  it('answers the same request twice with one grant, and refuses its id for other terms', async () => {
    const request = newTerms(identifier);
    const first = await network.submit('grant:give', HEPING_CLERK, request);
    jest.setSystemTime(new Date(UNTIL));
    const second = await network.submit('grant:give', HEPING_CLERK, request);
    expect(second.result).toEqual(first.result);
    expect([second.simulation.stub.writes.state.size, second.simulation.stub.events.length]).toEqual([0, 0]);
    expect(await network.refusal('grant:give', HEPING_CLERK, { ...request, uses: 2 })).toBe('REQUEST_REUSED');
  });

  it.each([
    ['VERSION_NOT_CURRENT', { status: '05', next: UNKNOWN }],
    ['LICENSE_NOT_IN_FORCE', { status: '02' }],
    ['LICENSE_NOT_IN_FORCE', { validUntil: '2026-06-14' }],
    ['LICENSE_NOT_IN_FORCE', { validFrom: '2026-06-16' }],
  ])('records a refusal with %s when the license is changed to %j, and gives nothing', async (code, changes) => {
    changeLicense(network, identifier, changes);
    const { result, simulation } = await network.submit('grant:give', HEPING_CLERK, newTerms(identifier));
    expect(result).toEqual({ schema: 'grant-result/1', outcome: 'refused', code, txId: simulation.stub.getTxID() });
    expect(writtenKinds(simulation)).toEqual(['request']);
    expect(changesOf(simulation)).toEqual([{ kind: 'grant-refused', identifier, licenseMspId: 'HepingMSP', code }]);
  });
});

describe('grant:withdraw', () => {
  let grantId: string;

  beforeEach(async () => {
    ({ grantId } = await give(network, identifier));
  });

  function newWithdrawal(): { requestId: string; identifier: string; grantId: string; consentDigests: ReturnType<typeof newDigests> } {
    return { requestId: newRequestId(), identifier, grantId, consentDigests: newDigests('the declaration') };
  }

  it('records the end of the grant under a key of its own, also at the counter of another organisation', async () => {
    const { result, simulation } = await network.submit('grant:withdraw', HUNNAN_CLERK, newWithdrawal());
    expect(result).toMatchObject({ outcome: 'withdrawn', grantId });
    expect(writtenKinds(simulation)).toEqual(['grant-withdrawal', 'request']);
    expect(changesOf(simulation)).toEqual([{ kind: 'grant-withdrawn', ...aboutGrant(grantId) }]);
    const { withdrawal } = await network.evaluate('grant:get', HEPING_CLERK, { identifier, grantId });
    expect(grantWithdrawalSchema.parse(withdrawal)).toMatchObject({ grantId, identifier, mspId: 'HunnanMSP', role: 'clerk' });
  });

  it('records a second withdrawal as refused with GRANT_WITHDRAWN', async () => {
    await network.submit('grant:withdraw', HEPING_CLERK, newWithdrawal());
    const { result, simulation } = await network.submit('grant:withdraw', HEPING_CLERK, newWithdrawal());
    expect(result).toMatchObject({ outcome: 'refused', code: 'GRANT_WITHDRAWN' });
    expect(writtenKinds(simulation)).toEqual(['request']);
    expect(changesOf(simulation)).toEqual([
      { kind: 'grant-refused', identifier, licenseMspId: 'HepingMSP', code: 'GRANT_WITHDRAWN' },
    ]);
  });

  it('answers the same request twice with one withdrawal, and refuses its id for another', async () => {
    const request = newWithdrawal();
    const first = await network.submit('grant:withdraw', HEPING_CLERK, request);
    const second = await network.submit('grant:withdraw', HEPING_CLERK, request);
    expect(second.result).toEqual(first.result);
    const changed = { ...request, consentDigests: newDigests('another') };
    expect(await network.refusal('grant:withdraw', HEPING_CLERK, changed)).toBe('REQUEST_REUSED');
  });

  it.each(NOT_OF_A_COUNTER)('refuses with %s whoever does not serve at a counter', async (code, caller) => {
    expect(await network.refusal('grant:withdraw', caller, newWithdrawal())).toBe(code);
  });

  it('refuses with GRANT_NOT_FOUND a grant that does not exist for the license', async () => {
    const { identifier: other } = await issue(network, 2, { mapping: { known: true } });
    for (const changes of [{ grantId: hex(32, 1) }, { identifier: other }, { identifier: UNKNOWN }]) {
      expect(await network.refusal('grant:withdraw', HEPING_CLERK, { ...newWithdrawal(), ...changes })).toBe('GRANT_NOT_FOUND');
    }
  });

  it('refuses a withdrawal without the declaration with INVALID_INPUT', async () => {
    const request = { ...newWithdrawal(), consentDigests: [] };
    expect(await network.refusal('grant:withdraw', HEPING_CLERK, request)).toBe('INVALID_INPUT');
  });

  it('lets one of two at once have an effect', async () => {
    const [first, second] = await Promise.all(
      [newWithdrawal(), newWithdrawal()].map((request) =>
        network.call('grant:withdraw', HEPING_CLERK, [JSON.stringify(request)]),
      ),
    );
    expect(first && network.commit(first)).toBe('VALID');
    expect(second && network.commit(second)).toBe('MVCC_READ_CONFLICT');
  });
});

describe('grant:use', () => {
  /** Asserts that a use is refused, and that the refusal is on record. */
  async function refusedUse(grantId: string, changes: Parameters<typeof use>[3] = {}, clerk = HUNNAN_CLERK): Promise<unknown> {
    const { result, simulation } = await use(network, identifier, grantId, changes, clerk);
    const code = result.outcome === 'refused' ? result.code : undefined;
    expect(writtenKinds(simulation)).toEqual(['request', 'use']);
    const { items } = await network.evaluate('grant:listUses', HEPING_CLERK, { identifier, pageSize: 100 });
    const recorded = items.find(({ txId }) => txId === result.txId);
    expect(useRecordSchema.parse(recorded)).toMatchObject({ outcome: 'refused', code, slot: null, ...changes });
    const { dept: department = '' } = clerk.attributes;
    expect(changesOf(simulation)).toEqual([{ kind: 'license-use-refused', ...aboutGrant(grantId), department, code }]);
    return code;
  }

  it('records a use with status and standing, and takes a slot of the grant', async () => {
    const { grantId } = await give(network, identifier, { uses: 3 });
    const { result, simulation } = await use(network, identifier, grantId);
    const slot = result.outcome === 'used' ? result.slot : null;
    expect(slot).toBeGreaterThanOrEqual(1);
    expect(slot).toBeLessThanOrEqual(3);
    expect(writtenKinds(simulation)).toEqual(['grant-slot', 'request', 'use']);
    const department = DEPARTMENTS.hunnan;
    expect(changesOf(simulation)).toEqual([{ kind: 'license-used', ...aboutGrant(grantId), department }]);
    const { items } = await network.evaluate('grant:listUses', HEPING_CLERK, { identifier, pageSize: 10 });
    expect(items.map((item) => useRecordSchema.parse(item))).toEqual([
      expect.objectContaining({ grantId, outcome: 'used', code: null, slot, status: '01', standing: 'IN_FORCE', department }),
    ]);
    expect(await network.evaluate('grant:get', HUNNAN_CLERK, { identifier, grantId })).toMatchObject({ used: 1 });
  });

  it('takes no slot of a grant without a limit, however often it is used', async () => {
    const { grantId } = await give(network, identifier, { uses: null });
    for (const person of [HUNNAN_CLERK, HUNNAN_ISSUER, HUNNAN_CLERK]) {
      const { result, simulation } = await use(network, identifier, grantId, {}, person);
      expect(result).toMatchObject({ outcome: 'used', slot: null });
      expect(writtenKinds(simulation)).toEqual(['request', 'use']);
    }
    expect(await network.evaluate('grant:get', HUNNAN_CLERK, { identifier, grantId })).toMatchObject({ used: null });
  });

  it('takes every slot of a limited grant once, then records GRANT_EXHAUSTED', async () => {
    const { grantId } = await give(network, identifier, { uses: 5 });
    const slots: unknown[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { result } = await use(network, identifier, grantId);
      slots.push(result.outcome === 'used' && result.slot);
    }
    expect(slots.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(await refusedUse(grantId)).toBe('GRANT_EXHAUSTED');
    expect(await network.evaluate('grant:get', HUNNAN_CLERK, { identifier, grantId })).toMatchObject({ used: 5 });
  });

  it('lets two at once take different slots, or one of them none', async () => {
    const { grantId } = await give(network, identifier, { uses: 2 });
    const endorseTwo = () =>
      Promise.all(
        [1, 2].map(() => network.call('grant:use', HUNNAN_CLERK, [JSON.stringify(newUse(identifier, grantId))])),
      );
    const slotsOf = (simulations: Awaited<ReturnType<typeof endorseTwo>>) =>
      new Set(simulations.map(({ answer }) => (JSON.parse(answer ?? '{}') as { slot?: number }).slot));
    const seen = new Map<number, string[]>();
    for (let round = 0; round < 20; round += 1) {
      const simulations = await endorseTwo();
      const { size } = slotsOf(simulations);
      const replay = new Map(network.ledger.committed.state);
      seen.set(size, simulations.map((simulation) => network.commit(simulation)));
      network.ledger.committed.state.clear();
      replay.forEach((value, key) => network.ledger.committed.state.set(key, value));
    }
    expect(seen.get(2)).toEqual(['VALID', 'VALID']);
    expect(seen.get(1)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });

  it.each([
    ['purpose', { purpose: 'another-purpose' }, HUNNAN_CLERK],
    ['service item', { item: 'ANOTHER' }, HUNNAN_CLERK],
    ['department', {}, HEPING_CLERK],
    ['department of the organisation', {}, withAttributes(HUNNAN_CLERK, { dept: OTHER_DEPARTMENT })],
    ['organisation of the department', {}, withAttributes(HEPING_CLERK, { dept: DEPARTMENTS.hunnan })],
  ])('records a use by another %s as refused with USE_OUT_OF_SCOPE', async (_what, changes, clerk) => {
    const { grantId } = await give(network, identifier);
    expect(await refusedUse(grantId, changes, clerk)).toBe('USE_OUT_OF_SCOPE');
  });

  it('records a use after the withdrawal as refused with GRANT_WITHDRAWN', async () => {
    const { grantId } = await give(network, identifier);
    const consentDigests = newDigests('the declaration');
    await network.submit('grant:withdraw', HEPING_CLERK, { requestId: newRequestId(), identifier, grantId, consentDigests });
    expect(await refusedUse(grantId)).toBe('GRANT_WITHDRAWN');
  });

  it('allows a use up to the end of the grant, then records GRANT_EXPIRED', async () => {
    const { grantId } = await give(network, identifier, { uses: 2 });
    jest.setSystemTime(new Date(UNTIL).getTime() - 1);
    expect((await use(network, identifier, grantId)).result.outcome).toBe('used');
    jest.setSystemTime(new Date(UNTIL));
    expect(await refusedUse(grantId)).toBe('GRANT_EXPIRED');
  });

  it('records LICENSE_NOT_IN_FORCE once the validity is over, with the standing', async () => {
    const { grantId } = await give(network, identifier, { until: '2040-01-01T00:00:00.000Z' });
    jest.setSystemTime(VALIDITY_OVER);
    expect(await refusedUse(grantId)).toBe('LICENSE_NOT_IN_FORCE');
    const { items } = await network.evaluate('grant:listUses', HEPING_CLERK, { identifier, pageSize: 10 });
    expect(items).toMatchObject([{ status: '01', standing: 'EXPIRED' }]);
  });

  it.each([
    [{ status: '02' }, '02'],
    [{ status: '05', next: UNKNOWN }, '05'],
    [{ next: UNKNOWN }, '01'],
  ])('records LICENSE_NOT_IN_FORCE when the license is changed to %j', async (changes, status) => {
    const { grantId } = await give(network, identifier);
    changeLicense(network, identifier, changes);
    expect(await refusedUse(grantId)).toBe('LICENSE_NOT_IN_FORCE');
    const { items } = await network.evaluate('grant:listUses', HEPING_CLERK, { identifier, pageSize: 10 });
    expect(items).toMatchObject([{ status }]);
  });

  it('names the first reason of several', async () => {
    const { grantId } = await give(network, identifier);
    await use(network, identifier, grantId);
    expect(await refusedUse(grantId)).toBe('GRANT_EXHAUSTED');
    changeLicense(network, identifier, { status: '02' });
    expect(await refusedUse(grantId)).toBe('LICENSE_NOT_IN_FORCE');
    jest.setSystemTime(new Date(UNTIL));
    expect(await refusedUse(grantId)).toBe('GRANT_EXPIRED');
    const consentDigests = newDigests('the declaration');
    await network.submit('grant:withdraw', HEPING_CLERK, { requestId: newRequestId(), identifier, grantId, consentDigests });
    expect(await refusedUse(grantId)).toBe('GRANT_WITHDRAWN');
    expect(await refusedUse(grantId, { item: 'ANOTHER' })).toBe('USE_OUT_OF_SCOPE');
  });

  it('answers the same request twice with one use, and refuses its id for another', async () => {
    const { grantId } = await give(network, identifier, { uses: 2 });
    const request = newUse(identifier, grantId);
    const first = await network.submit('grant:use', HUNNAN_CLERK, request);
    const second = await network.submit('grant:use', HUNNAN_CLERK, request);
    expect(second.result).toEqual(first.result);
    expect(await network.evaluate('grant:get', HUNNAN_CLERK, { identifier, grantId })).toMatchObject({ used: 1 });
    const changed = { ...request, purpose: 'another' };
    expect(await network.refusal('grant:use', HUNNAN_CLERK, changed)).toBe('REQUEST_REUSED');
  });

  it.each(NOT_OF_A_COUNTER)('refuses with %s whoever does not serve at a counter', async (code, caller) => {
    const { grantId } = await give(network, identifier);
    expect(await network.refusal('grant:use', caller, newUse(identifier, grantId))).toBe(code);
  });

  it('refuses with GRANT_NOT_FOUND a grant that does not exist for the license', async () => {
    const { grantId } = await give(network, identifier);
    const { identifier: other } = await issue(network, 2, { mapping: { known: true } });
    for (const request of [newUse(identifier, hex(32, 1)), newUse(other, grantId), newUse(UNKNOWN, grantId)]) {
      expect(await network.refusal('grant:use', HUNNAN_CLERK, request)).toBe('GRANT_NOT_FOUND');
    }
  });
});

describe('the lists of a license', () => {
  it('hold its grants and no other, page by page', async () => {
    const { identifier: other } = await issue(network, 2, { mapping: { known: true } });
    const given = [await give(network, identifier), await give(network, identifier, { uses: null })];
    await give(network, other);
    const first = await network.evaluate('grant:list', HUNNAN_CLERK, { identifier, pageSize: 1 });
    const bookmark = first.bookmark ?? '';
    const second = await network.evaluate('grant:list', HUNNAN_CLERK, { identifier, pageSize: 1, bookmark });
    expect(second.bookmark).toBeNull();
    const ids = [...first.items, ...second.items].map(({ grantId }) => grantId);
    expect(ids.sort()).toEqual(given.map(({ grantId }) => grantId).sort());
  });

  it('hold its uses in the order of time', async () => {
    const { grantId } = await give(network, identifier, { uses: 2 });
    const recorded: string[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      jest.setSystemTime(NOW.getTime() + minute * 60_000);
      recorded.push((await use(network, identifier, grantId)).result.txId);
    }
    const { items } = await network.evaluate('grant:listUses', HUNNAN_CLERK, { identifier, pageSize: 100 });
    expect(items.map(({ txId }) => txId)).toEqual(recorded);
    expect(items.map(({ outcome }) => outcome)).toEqual(['used', 'used', 'refused', 'refused']);
  });

  it('are refused for a license or grant that does not exist', async () => {
    const request = { identifier: UNKNOWN, pageSize: 10 };
    expect(await network.refusal('grant:list', HUNNAN_CLERK, request)).toBe('LICENSE_NOT_FOUND');
    expect(await network.refusal('grant:listUses', HUNNAN_CLERK, request)).toBe('LICENSE_NOT_FOUND');
    expect(await network.refusal('grant:get', HUNNAN_CLERK, { identifier, grantId: hex(32, 1) })).toBe('GRANT_NOT_FOUND');
  });
});
