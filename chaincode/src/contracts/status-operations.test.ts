import {
  computeMod3736,
  STATUS_OPERATION_NAMES,
  STATUS_OPERATIONS,
  traceStepSchema,
  type LicenseRecord,
  type LicenseStatus,
  type StatusOperation,
  type StatusOperationName,
} from '@shengjing/core';
import { newEndorsementPolicy } from '../ledger/endorsement-policy';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import {
  changeStatus,
  changeVersion,
  newRequestId,
  NOTHING_BUT_A_REFUSAL,
  operate,
  refuseStatus,
  statusRequest,
} from '../testing/operations';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  DEPARTMENTS,
  HEPING_ADMIN,
  HEPING_ISSUER,
  HUNNAN_ISSUER,
  withAttributes,
} from '../testing/people';
import { NOW, type SampleOrder } from '../testing/samples';

const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11210102000000019C.20269999.001.';
const AFTER_ITS_END = '2031-06-15T02:00:00.000Z';

/** How a license comes to each status; those that nothing leads to are left out. */
const WAYS: Partial<Record<LicenseStatus, readonly StatusOperationName[]>> = {
  '01': [],
  '02': ['suspend'],
  '03': ['revoke'],
  '04': ['cancel'],
  '05': ['expire'],
  '06': ['transferOut'],
  '07': ['withdraw'],
};
const STATUSES = Object.keys(WAYS) as (keyof typeof WAYS)[];
const CASES = STATUS_OPERATION_NAMES.flatMap((name) => STATUSES.map((status) => [name, status] as const));

function isAllowed(name: StatusOperationName, status: LicenseStatus): boolean {
  return (STATUS_OPERATIONS[name].from as readonly LicenseStatus[]).includes(status);
}

describe('operations that only change the status of a license', () => {
  let network: FakeNetwork;
  let identifier: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier, order } = await issue(network, 1));
  });

  async function read(): Promise<LicenseRecord> {
    return network.evaluate('license:get', HUNNAN_ISSUER, { identifier });
  }

  /** Brings the license to a status; its validity is over then, so that it can also be recorded as lapsed. */
  async function bringTo(status: LicenseStatus): Promise<void> {
    jest.setSystemTime(new Date(AFTER_ITS_END));
    for (const name of WAYS[status] ?? []) {
      await changeStatus(network, name, identifier, { effectiveAt: AFTER_ITS_END });
    }
  }

  it.each(CASES.filter(([name, status]) => isAllowed(name, status)))('%s leads on from %s', async (name, status) => {
    await bringTo(status);
    const before = await read();
    const operation: StatusOperation = STATUS_OPERATIONS[name];
    const { result, written, deleted, collections, changes, txId } = await changeStatus(network, name, identifier, {
      effectiveAt: AFTER_ITS_END,
    });
    const transferTo = name === 'transferOut' ? '210112' : null;
    expect(result).toEqual({ schema: 'operation-result/1', outcome: 'done', identifier, status: operation.to, txId });
    expect(written).toEqual(['license', 'license-by-status', 'request', 'step', 'version']);
    expect([deleted, collections]).toEqual([['license-by-status'], []]);
    expect(changes).toEqual([
      { kind: 'license-operated', identifier, previous: null, operation: operation.operation, status: operation.to, transferTo },
    ]);
    expect(await read()).toEqual({
      ...before,
      status: operation.to,
      statusReason: operation.reasons[0],
      lastStep: before.lastStep + 1,
      lastEffectiveAt: AFTER_ITS_END,
      transferTo,
    });
  });

  it.each(CASES.filter(([name, status]) => !isAllowed(name, status)))(
    '%s is refused and recorded as STATUS_NOT_ALLOWED when the status is %s',
    async (name, status) => {
      await bringTo(status);
      const before = await read();
      const operated = await changeStatus(network, name, identifier, { effectiveAt: AFTER_ITS_END });
      const code = 'STATUS_NOT_ALLOWED';
      expect(operated.result).toMatchObject({ outcome: 'refused', code, txId: operated.txId });
      expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
      expect(operated.changes).toEqual([
        { kind: 'license-operation-refused', identifier, operation: STATUS_OPERATIONS[name].operation, code },
      ]);
      expect(await read()).toEqual(before);
    },
  );

  it.each(STATUS_OPERATION_NAMES.flatMap((name) => STATUS_OPERATIONS[name].reasons.map((reason) => [name, reason] as const)))(
    '%s is recorded with its reason %s, its decision and who acted',
    async (name, reason) => {
      const [from] = STATUS_OPERATIONS[name].from;
      await bringTo(from);
      const { txId } = await changeStatus(network, name, identifier, { reason, effectiveAt: AFTER_ITS_END });
      const { items } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 100 });
      const step = traceStepSchema.parse(items.at(-1));
      expect(step).toMatchObject({ step: items.length, identifier, reason, operation: STATUS_OPERATIONS[name].operation, txId });
      expect(step).toMatchObject({ mspId: 'HepingMSP', division: '210102', department: DEPARTMENTS.heping, role: 'issuer' });
      expect(step).toMatchObject({ effectiveAt: AFTER_ITS_END, recordedAt: AFTER_ITS_END, previous: null });
      expect(step.decisionDigests).toHaveLength(2);
    },
  );

  it('have the reasons of their own only', async () => {
    expect(await refuseStatus(network, 'suspend', identifier, { reason: 'RECTIFIED' })).toBe('INVALID_INPUT');
    expect(await refuseStatus(network, 'withdraw', identifier, { reason: 'ON_REQUEST' })).toBe('INVALID_INPUT');
  });

  it('put a new step under the policy of the license, and leave that of what existed', async () => {
    const { simulation } = await network.submit('license:suspend', HEPING_ISSUER, statusRequest('suspend', identifier));
    const { policies } = simulation.stub.writes;
    const ofDistrict = Buffer.from(newEndorsementPolicy('HepingMSP')).toString('hex');
    expect([...policies].map(([key, policy]) => [key.split('\0')[1], policy])).toEqual([
      ['step', ofDistrict],
      ['request', ofDistrict],
    ]);
  });

  it('need the endorsement of the district', async () => {
    const { simulation } = await network.submit('license:suspend', HEPING_ISSUER, statusRequest('suspend', identifier));
    const { writes } = simulation.stub;
    expect(network.ledger.unendorsed(writes, ['CityMSP', 'HepingMSP'])).toEqual([]);
    expect(network.ledger.unendorsed(writes, ['CityMSP', 'HunnanMSP'])).not.toEqual([]);
    expect(network.ledger.unendorsed(writes, ['CityMSP'])).not.toEqual([]);
    expect(network.ledger.unendorsed(writes, ['HepingMSP'])).not.toEqual([]);
  });

  it('move the entry of the list of statuses', async () => {
    await changeStatus(network, 'suspend', identifier);
    const listed = async (status: LicenseStatus): Promise<string[]> => {
      const page = await network.evaluate('license:listByStatus', HUNNAN_ISSUER, { status, pageSize: 10 });
      return page.items.map((license) => license.identifier);
    };
    expect(await Promise.all([listed('01'), listed('02')])).toEqual([[], [identifier]]);
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HUNNAN_ISSUER],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_ISSUER, { dept: DEPARTMENTS.hunnan })],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HUNNAN_ISSUER, { dept: DEPARTMENTS.heping })],
    ['FORBIDDEN_ROLE', withAttributes(HEPING_ISSUER, { role: 'clerk' })],
    ['FORBIDDEN_ROLE', HEPING_ADMIN],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
    ['FORBIDDEN_ORGANISATION', { ...HEPING_ISSUER, mspId: 'StrangerMSP' }],
  ])('are refused with %s to whoever is not an issuer of the department', async (code, caller) => {
    for (const name of STATUS_OPERATION_NAMES) {
      expect(await refuseStatus(network, name, identifier, {}, caller)).toBe(code);
    }
  });

  it("are refused to the city's administrators where a successor has no part, and without agreement where it has", async () => {
    for (const name of STATUS_OPERATION_NAMES) {
      const code = STATUS_OPERATIONS[name].bySuccessor ? 'SUCCESSION_NOT_AGREED' : 'FORBIDDEN_ROLE';
      expect(await refuseStatus(network, name, identifier, {}, CITY_ADMIN)).toBe(code);
    }
  });

  it("are for the city's issuers, not its administrators, on licenses of the city", async () => {
    const { identifier: ofCity } = await issue(network, 2, { mapping: { known: true } }, CITY_ISSUER);
    expect(await refuseStatus(network, 'revoke', ofCity, {}, CITY_ADMIN)).toBe('FORBIDDEN_ROLE');
    const { result } = await changeStatus(network, 'revoke', ofCity, {}, { caller: CITY_ISSUER });
    expect(result).toMatchObject({ outcome: 'done', status: '03' });
  });

  it('say LICENSE_NOT_FOUND of a license that does not exist', async () => {
    expect(await refuseStatus(network, 'suspend', `${UNKNOWN}${checkOf(UNKNOWN)}`)).toBe('LICENSE_NOT_FOUND');
  });

  it.each([
    ['before-last-step', '2026-06-15T01:58:59.999Z', 'EFFECTIVE_TIME_INVALID'],
    ['as-the-last-step', '2026-06-15T01:59:00.000Z', undefined],
    ['now', NOW.toISOString(), undefined],
    ['five-minutes-ahead', '2026-06-15T02:05:00.000Z', undefined],
    ['in-the-future', '2026-06-15T02:05:00.001Z', 'EFFECTIVE_TIME_INVALID'],
  ])('that take effect %s, at %s: %s', async (issueName, effectiveAt, code) => {
    const request = statusRequest('suspend', identifier, { effectiveAt });
    const { error } = await network.call('license:suspend', HEPING_ISSUER, [JSON.stringify(request)]);
    expect(error?.code).toBe(code);
    expect(error?.details).toEqual(code === undefined ? undefined : { issue: issueName });
  });

  it('follow each other in time', async () => {
    await changeStatus(network, 'suspend', identifier);
    const earlier = { effectiveAt: '2026-06-15T01:59:59.999Z' };
    expect(await refuseStatus(network, 'reinstate', identifier, earlier)).toBe('EFFECTIVE_TIME_INVALID');
  });

  it('answer a repeated request with the first outcome, done or refused, and write nothing', async () => {
    const requests = [statusRequest('suspend', identifier), statusRequest('suspend', identifier)];
    for (const request of requests) {
      const first = await operate(network, 'license:suspend', HEPING_ISSUER, request);
      jest.setSystemTime(NOW.getTime() + 60_000);
      const second = await operate(network, 'license:suspend', HEPING_ISSUER, request);
      expect(second).toMatchObject({ result: first.result, written: [], deleted: [], changes: [] });
    }
    expect(await read()).toMatchObject({ status: '02', lastStep: 2 });
  });

  it('refuse a request id with another body or for another operation with REQUEST_REUSED', async () => {
    const requestId = newRequestId();
    await changeStatus(network, 'withdraw', identifier, { requestId });
    const other = { requestId, reason: 'REPEATED_VIOLATION' };
    expect(await refuseStatus(network, 'withdraw', identifier, other)).toBe('REQUEST_REUSED');
    expect(await refuseStatus(network, 'cancel', identifier, { requestId })).toBe('REQUEST_REUSED');
  });

  it('record VERSION_NOT_CURRENT for a version that was replaced', async () => {
    await changeVersion(network, 'change', identifier, order, 2);
    for (const name of STATUS_OPERATION_NAMES) {
      const operated = await changeStatus(network, name, identifier);
      expect(operated.result).toMatchObject({ outcome: 'refused', code: 'VERSION_NOT_CURRENT' });
      expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
    }
  });

  describe('license:expire', () => {
    it.each([
      ['2031-06-14T15:59:59.999Z', 'refused'],
      ['2031-06-14T16:00:00.000Z', 'done'],
    ])('taking effect at %s, the days being days of China, is %s', async (effectiveAt, outcome) => {
      jest.setSystemTime(new Date(AFTER_ITS_END));
      const operated = await changeStatus(network, 'expire', identifier, { effectiveAt });
      const code = 'VALIDITY_NOT_ENDED';
      expect(operated.result).toMatchObject(outcome === 'done' ? { outcome } : { outcome, code });
      expect(operated.written.includes('step')).toBe(outcome === 'done');
    });

    it('is refused for a license without an end', async () => {
      const endless = await issue(network, 2, { mapping: { known: true }, request: { validUntil: null } });
      jest.setSystemTime(new Date(AFTER_ITS_END));
      const operated = await changeStatus(network, 'expire', endless.identifier);
      expect(operated.result).toMatchObject({ outcome: 'refused', code: 'VALIDITY_NOT_ENDED' });
    });
  });

  describe('license:transferOut', () => {
    it.each(['210102', '210199', '110000'])('refuses %s, which is no other organisation of the city', async (transferTo) => {
      expect(await refuseStatus(network, 'transferOut', identifier, { transferTo })).toBe('INVALID_INPUT');
    });

    it.each(['210100', '210112', '210181'])('offers the license to %s', async (transferTo) => {
      await changeStatus(network, 'transferOut', identifier, { transferTo });
      expect(await read()).toMatchObject({ status: '06', transferTo });
    });
  });

  it('leave a license that came back from a transfer as one that is not offered', async () => {
    await changeStatus(network, 'transferOut', identifier);
    await changeStatus(network, 'cancelTransfer', identifier);
    expect(await read()).toMatchObject({ status: '01', transferTo: null, lastStep: 3 });
  });
});

/** The check character of an identifier that ends with a dot. */
function checkOf(identifier: string): string {
  return computeMod3736(identifier.split('.').slice(5, 9).join(''));
}
