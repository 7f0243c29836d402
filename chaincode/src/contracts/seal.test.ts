import { newDigests, sealSchema, type LicenseRecord, type RequestOf } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, changeVersion, newRequestId, NOTHING_BUT_A_REFUSAL, operate, type Operated } from '../testing/operations';
import { CITY_ADMIN, CITY_ISSUER, HEPING_ADMIN, HEPING_ISSUER, HUNNAN_ISSUER, withAttributes } from '../testing/people';
import { NOW, type SampleOrder } from '../testing/samples';

const MOST = 8;

describe('license:attachSeal', () => {
  let network: FakeNetwork;
  let identifier: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier, order } = await issue(network, 1));
  });

  function newRequest(changes: object = {}): RequestOf<'license:attachSeal'> {
    return {
      requestId: newRequestId(),
      identifier,
      effectiveAt: NOW.toISOString(),
      mediaType: 'application/ofd',
      digests: newDigests('a sealed file'),
      ...changes,
    };
  }

  function attach(changes: object = {}): Promise<Operated> {
    return operate(network, 'license:attachSeal', HEPING_ISSUER, newRequest(changes));
  }

  function refuse(changes: object = {}, caller = HEPING_ISSUER): Promise<string | undefined> {
    return network.refusal('license:attachSeal', caller, newRequest(changes));
  }

  function read(): Promise<LicenseRecord> {
    return network.evaluate('license:get', HUNNAN_ISSUER, { identifier });
  }

  it('keeps the digests of the sealed file with the version, and changes nothing else of it', async () => {
    const before = await read();
    const { result, written, deleted, changes, txId } = await attach();
    const seal = { mediaType: 'application/ofd', digests: newDigests('a sealed file'), attachedAt: NOW.toISOString(), txId };
    expect(result).toMatchObject({ outcome: 'done', identifier, status: '01' });
    expect([written, deleted]).toEqual([['license', 'request', 'step', 'version'], []]);
    expect(changes).toEqual([
      { kind: 'license-operated', identifier, previous: null, operation: '07', status: '01', transferTo: null },
    ]);
    expect(await read()).toEqual({
      ...before,
      seals: [sealSchema.parse(seal)],
      lastStep: 2,
      lastEffectiveAt: NOW.toISOString(),
    });
    const { items } = await network.evaluate('license:trace', HUNNAN_ISSUER, { identifier, pageSize: 10 });
    expect(items[1]).toMatchObject({ step: 2, operation: '07', reason: 'SEALED', decisionDigests: [] });
  });

  it('is seen by a verification, which does not judge it', async () => {
    const sealOf = async (): Promise<unknown> => {
      const { verdicts } = await network.evaluate('license:verify', HUNNAN_ISSUER, { identifier });
      return verdicts.find(({ name }) => name === 'seal');
    };
    expect(await sealOf()).toEqual({ name: 'seal', verdict: 'not-checked', code: 'UNSEALED' });
    await attach();
    expect(await sealOf()).toEqual({ name: 'seal', verdict: 'not-checked', code: 'SEAL_ATTACHED' });
  });

  it('is also for a suspended license, and leaves it suspended', async () => {
    await changeStatus(network, 'suspend', identifier);
    expect((await attach()).result).toMatchObject({ outcome: 'done', status: '02' });
    expect(await read()).toMatchObject({ statusReason: 'UNDER_INVESTIGATION', lastStep: 3 });
  });

  it.each(['revoke', 'cancel', 'withdraw', 'transferOut'] as const)('records STATUS_NOT_ALLOWED after %s', async (name) => {
    await changeStatus(network, name, identifier);
    const operated = await attach();
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'STATUS_NOT_ALLOWED' });
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
  });

  it('records VERSION_NOT_CURRENT for a version that was replaced', async () => {
    await changeVersion(network, 'change', identifier, order, 2);
    const operated = await attach();
    expect(operated.result).toMatchObject({ outcome: 'refused', code: 'VERSION_NOT_CURRENT' });
    expect(operated.changes).toMatchObject([{ kind: 'license-operation-refused', identifier, operation: '07' }]);
    expect(operated).toMatchObject(NOTHING_BUT_A_REFUSAL);
  });

  it('has room for eight seals, then it is refused with ATTACHMENTS_FULL', async () => {
    for (let n = 0; n < MOST; n += 1) {
      await attach({ digests: newDigests(`sealed file ${String(n)}`) });
    }
    expect((await read()).seals).toHaveLength(MOST);
    expect(await refuse()).toBe('ATTACHMENTS_FULL');
  });

  it.each([
    ['FORBIDDEN_DEPARTMENT', HUNNAN_ISSUER],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_ROLE', HEPING_ADMIN],
    ['FORBIDDEN_ROLE', CITY_ADMIN],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
  ])('is refused with %s to whoever is not an issuer of the department', async (code, caller) => {
    expect(await refuse({}, caller)).toBe(code);
  });

  it.each([
    ['EFFECTIVE_TIME_INVALID', { effectiveAt: '2026-06-15T01:58:59.999Z' }],
    ['EFFECTIVE_TIME_INVALID', { effectiveAt: '2026-06-15T02:05:00.001Z' }],
    ['INVALID_INPUT', { mediaType: 'PDF' }],
    ['INVALID_INPUT', { digests: [] }],
  ])('is refused with %s when %j', async (code, changes) => {
    expect(await refuse(changes)).toBe(code);
  });

  it('answers a repeated request with the first outcome and refuses another body with REQUEST_REUSED', async () => {
    const requestId = newRequestId();
    const first = await attach({ requestId });
    expect(await attach({ requestId })).toMatchObject({ result: first.result, written: [], changes: [] });
    expect(await refuse({ requestId, mediaType: 'application/pdf' })).toBe('REQUEST_REUSED');
  });
});
