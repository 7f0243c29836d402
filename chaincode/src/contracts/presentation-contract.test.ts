import {
  changesEventSchema,
  presentationRecordSchema,
  proveAttribute,
  redeemResultSchema,
  redemptionRecordSchema,
  sha256Hex,
  toCanonicalJson,
  type PresentRequest,
  type ShownPresentation,
} from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork, Simulation } from '../testing/fake-network';
import { changeLicense, changesOf, newRequestId, writtenKinds } from '../testing/grants';
import {
  CITY_ADMIN,
  CITY_ISSUER,
  CITY_SUPERVISOR,
  DEPARTMENTS,
  HEPING_CLERK,
  HEPING_ISSUER,
  HUNNAN_CLERK,
  HUNNAN_ISSUER,
  withAttributes,
  type Person,
} from '../testing/people';
import { hex, NOW, personalValuesOf, type SampleOrder } from '../testing/samples';

const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
const CODE = hex(32, 33);
const EXPIRY = new Date(NOW.getTime() + 300_000).toISOString();
const HUNNAN_SUPERVISOR = withAttributes(HUNNAN_CLERK, { role: 'supervisor' });

let network: FakeNetwork;
let identifier: string;
let order: SampleOrder;

beforeEach(async () => {
  network = await newNetworkWithType();
  ({ identifier, order } = await issue(network, 1));
});

/** What a holder shows: a code, and the premises unless told. */
function newShown(changes: Partial<ShownPresentation> = {}): ShownPresentation {
  const attributes = [proveAttribute(order.private.attributes, '经营场所', 'sm3')];
  return { schema: 'presentation-shown/1', identifier, code: CODE, attributes, ...changes };
}

function newRequest(shown: ShownPresentation, changes: Partial<PresentRequest> = {}): PresentRequest {
  return {
    requestId: newRequestId(),
    identifier: shown.identifier,
    codeHash: sha256Hex(shown.code),
    shownHash: sha256Hex(toCanonicalJson(shown)),
    expiresAt: EXPIRY,
    ...changes,
  };
}

async function present(shown: ShownPresentation, changes: Partial<PresentRequest> = {}, person = HEPING_ISSUER) {
  return network.submit('presentation:present', person, newRequest(shown, changes));
}

function newScan(shown: ShownPresentation, requestId = newRequestId()) {
  const request = { requestId, codeHash: sha256Hex(shown.code) };
  return { request, call: { transient: { shown: toCanonicalJson(shown) } } };
}

async function redeem(shown: ShownPresentation, person: Person = HUNNAN_CLERK) {
  const { request, call } = newScan(shown);
  return network.submit('presentation:redeem', person, request, call);
}

function publicTextOf({ answer, stub: { writes, events } }: Simulation): string {
  return JSON.stringify([answer, [...writes.state], events]);
}

describe('presentation:present', () => {
  it('records digests of the code and of what is shown, and neither of them', async () => {
    const { result, simulation } = await present(newShown());
    expect(result).toEqual({
      schema: 'present-result/1',
      outcome: 'presented',
      expiresAt: EXPIRY,
      txId: simulation.stub.getTxID(),
    });
    expect(writtenKinds(simulation)).toEqual(['presentation', 'request']);
    const [, text] = [...simulation.stub.writes.state].find(([key]) => key.startsWith('\0presentation\0')) ?? [];
    expect(presentationRecordSchema.parse(JSON.parse(text ?? ''))).toMatchObject({ identifier, mspId: 'HepingMSP', role: 'issuer' });
    expect([CODE, ...personalValuesOf(order)].filter((secret) => publicTextOf(simulation).includes(secret))).toEqual([]);
    expect(simulation.stub.writes.privateData.size).toBe(0);
  });

  it('emits one event that names the license and its organisation', async () => {
    const { simulation } = await present(newShown());
    const event: unknown = JSON.parse(simulation.stub.events[0]?.payload ?? '');
    expect(changesEventSchema.parse(event)).toMatchObject({
      changes: [{ kind: 'license-presented', identifier, licenseMspId: 'HepingMSP' }],
    });
  });

  it.each([CITY_SUPERVISOR, CITY_ADMIN])("is open to the city's %j", async (person) => {
    expect((await present(newShown(), {}, person)).result.outcome).toBe('presented');
  });

  it.each<[string, Person]>([
    ['NOT_A_PARTY', HUNNAN_ISSUER],
    ['FORBIDDEN_ROLE', HEPING_CLERK],
    ['FORBIDDEN_DEPARTMENT', CITY_ISSUER],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HEPING_ISSUER, { dept: DEPARTMENTS.city })],
    ['FORBIDDEN_DIVISION', withAttributes(HEPING_ISSUER, { division: '210112' })],
  ])('refuses with %s whoever may not read the private part', async (code, caller) => {
    expect(await network.refusal('presentation:present', caller, newRequest(newShown()))).toBe(code);
  });

  it('refuses the issuer with NOT_A_PARTY once another district has taken the license over', async () => {
    const { type, issuer, serial } = order.request;
    const record = { schema: 'transfer/1', identifier: UNKNOWN, txId: hex(32, 1) };
    network.ledger.committed.state.set(`\0transfer\0${type}\0${issuer}\0${serial}\0`, JSON.stringify(record));
    expect(await network.refusal('presentation:present', HEPING_ISSUER, newRequest(newShown()))).toBe('NOT_A_PARTY');
  });

  it.each([
    ['INVALID_INPUT', { expiresAt: NOW.toISOString() }],
    ['INVALID_INPUT', { expiresAt: new Date(NOW.getTime() + 300_001).toISOString() }],
    ['INVALID_INPUT', { codeHash: 'ff' }],
    ['LICENSE_NOT_FOUND', { identifier: UNKNOWN }],
  ])('refuses with %s a presentation changed by %j', async (code, changes) => {
    expect(await network.refusal('presentation:present', HEPING_ISSUER, newRequest(newShown(), changes))).toBe(code);
  });

  it('refuses a code that is in use with PRESENTATION_EXISTS', async () => {
    await present(newShown());
    expect(await network.refusal('presentation:present', HEPING_ISSUER, newRequest(newShown()))).toBe('PRESENTATION_EXISTS');
  });

  it('answers the same request twice with one presentation, and refuses its id for another', async () => {
    const request = newRequest(newShown());
    const first = await network.submit('presentation:present', HEPING_ISSUER, request);
    const second = await network.submit('presentation:present', HEPING_ISSUER, request);
    expect(second.result).toEqual(first.result);
    const changed = { ...request, codeHash: hex(32, 1) };
    expect(await network.refusal('presentation:present', HEPING_ISSUER, changed)).toBe('REQUEST_REUSED');
  });

  it.each([{ status: '02' }, { next: UNKNOWN }, { validUntil: '2026-06-14' }])(
    'records LICENSE_NOT_IN_FORCE when the license is changed to %j',
    async (changes) => {
      changeLicense(network, identifier, changes);
      const { result, simulation } = await present(newShown());
      const code = 'LICENSE_NOT_IN_FORCE';
      expect(result).toMatchObject({ outcome: 'refused', code });
      expect(writtenKinds(simulation)).toEqual(['request']);
      expect(changesOf(simulation)).toEqual([{ kind: 'presentation-refused', identifier, licenseMspId: 'HepingMSP', code }]);
    },
  );
});

describe('presentation:redeem', () => {
  it('records the redemption and answers with the verdicts on the license and on what was shown', async () => {
    const shown = newShown();
    await present(shown);
    const { result, simulation } = await redeem(shown);
    expect(redeemResultSchema.parse(result)).toMatchObject({ outcome: 'redeemed', identifier });
    const verdicts = result.outcome === 'redeemed' ? result.verification.verdicts : [];
    expect(Object.fromEntries(verdicts.map(({ name, code }) => [name, code]))).toMatchObject({
      existence: 'EXISTS',
      integrity: 'MATCHES',
      status: 'IN_FORCE',
    });
    expect(writtenKinds(simulation)).toEqual(['redemption', 'request']);
    const [, text] = [...simulation.stub.writes.state].find(([key]) => key.startsWith('\0redemption\0')) ?? [];
    expect(redemptionRecordSchema.parse(JSON.parse(text ?? ''))).toMatchObject({ identifier, mspId: 'HunnanMSP', role: 'clerk' });
    expect(changesOf(simulation)).toEqual([{ kind: 'presentation-redeemed', identifier, licenseMspId: 'HepingMSP' }]);
  });

  it('puts nothing of what was shown into the answer, the state or the event', async () => {
    const shown = newShown();
    await present(shown);
    const { simulation } = await redeem(shown);
    const secrets = [CODE, ...shown.attributes.map(({ salt }) => salt), ...personalValuesOf(order)];
    expect(secrets.filter((secret) => publicTextOf(simulation).includes(secret))).toEqual([]);
  });

  it.each([HUNNAN_CLERK, HUNNAN_ISSUER, HUNNAN_SUPERVISOR, CITY_SUPERVISOR])('is open to %j', async (person) => {
    await present(newShown());
    expect((await redeem(newShown(), person)).result.outcome).toBe('redeemed');
  });

  it('verifies the license alone when nothing is revealed', async () => {
    const shown = newShown({ attributes: [] });
    await present(shown);
    const { result } = await redeem(shown);
    const verdicts = result.outcome === 'redeemed' ? result.verification.verdicts : [];
    expect(verdicts).toContainEqual({ name: 'integrity', verdict: 'not-checked', code: 'NOTHING_SHOWN' });
  });

  it('judges attributes that were never those of the license', async () => {
    const [attribute] = newShown().attributes;
    const shown = newShown({ attributes: attribute === undefined ? [] : [{ ...attribute, value: '别处' }] });
    await present(shown);
    const { result } = await redeem(shown);
    const verdicts = result.outcome === 'redeemed' ? result.verification.verdicts : [];
    expect(verdicts).toContainEqual(expect.objectContaining({ name: 'integrity', code: 'ATTRIBUTE_DIFFERS' }));
  });

  it('tells that the license was suspended after it was presented', async () => {
    await present(newShown());
    changeLicense(network, identifier, { status: '02' });
    const { result } = await redeem(newShown());
    const verdicts = result.outcome === 'redeemed' ? result.verification.verdicts : [];
    expect(verdicts).toContainEqual(expect.objectContaining({ name: 'status', code: 'STATUS_NOT_VALID' }));
  });

  it('records a second redemption as refused with PRESENTATION_USED', async () => {
    await present(newShown());
    await redeem(newShown());
    const { result, simulation } = await redeem(newShown(), HUNNAN_ISSUER);
    const code = 'PRESENTATION_USED';
    expect(result).toMatchObject({ outcome: 'refused', code });
    expect(writtenKinds(simulation)).toEqual(['request']);
    expect(changesOf(simulation)).toEqual([{ kind: 'presentation-refused', identifier, licenseMspId: 'HepingMSP', code }]);
  });

  it('redeems up to the expiry, then records PRESENTATION_EXPIRED', async () => {
    await present(newShown());
    await present(newShown({ code: hex(32, 34) }));
    jest.setSystemTime(new Date(EXPIRY).getTime() - 1);
    expect((await redeem(newShown())).result.outcome).toBe('redeemed');
    jest.setSystemTime(new Date(EXPIRY));
    expect((await redeem(newShown({ code: hex(32, 34) }))).result).toMatchObject({ code: 'PRESENTATION_EXPIRED' });
  });

  it('lets one of two at once have an effect', async () => {
    await present(newShown());
    const { call } = newScan(newShown());
    const [first, second] = await Promise.all(
      [1, 2].map(() => network.call('presentation:redeem', HUNNAN_CLERK, [JSON.stringify(newScan(newShown()).request)], call)),
    );
    expect(first && network.commit(first)).toBe('VALID');
    expect(second && network.commit(second)).toBe('MVCC_READ_CONFLICT');
  });

  it('answers the same request twice with one redemption, and refuses its id for another scan', async () => {
    await present(newShown());
    const { request, call } = newScan(newShown());
    const first = await network.submit('presentation:redeem', HUNNAN_CLERK, request, call);
    const second = await network.submit('presentation:redeem', HUNNAN_CLERK, request, call);
    expect(second.result).toEqual(first.result);
    const other = newScan(newShown({ attributes: [] }), request.requestId);
    expect(await network.refusal('presentation:redeem', HUNNAN_CLERK, other.request, other.call)).toBe('REQUEST_REUSED');
  });

  it.each<[string, Partial<ShownPresentation>]>([
    ['other attributes', { attributes: [] }],
    ['another license', { identifier: UNKNOWN }],
    ['another code', { code: hex(32, 35) }],
  ])('refuses %s than presented with PRESENTATION_INVALID', async (_what, changes) => {
    await present(newShown());
    const { request } = newScan(newShown());
    const { call } = newScan(newShown(changes));
    expect(await network.refusal('presentation:redeem', HUNNAN_CLERK, request, call)).toBe('PRESENTATION_INVALID');
  });

  it('refuses with PRESENTATION_INVALID what was presented under the hash of something else', async () => {
    await present(newShown(), { shownHash: hex(32, 1) });
    const { request, call } = newScan(newShown());
    expect(await network.refusal('presentation:redeem', HUNNAN_CLERK, request, call)).toBe('PRESENTATION_INVALID');
  });

  it('refuses a code that nobody presented with PRESENTATION_NOT_FOUND', async () => {
    const { request, call } = newScan(newShown());
    expect(await network.refusal('presentation:redeem', HUNNAN_CLERK, request, call)).toBe('PRESENTATION_NOT_FOUND');
  });

  it('refuses what is not canonical, malformed or missing with INVALID_INPUT, without repeating it', async () => {
    await present(newShown());
    const { request, call } = newScan(newShown());
    for (const transient of [{}, { shown: ` ${call.transient.shown}` }, { shown: JSON.stringify({ more: '三好街' }) }]) {
      const { error } = await network.call('presentation:redeem', HUNNAN_CLERK, [JSON.stringify(request)], { transient });
      expect(error?.code).toBe('INVALID_INPUT');
      expect(JSON.stringify(error)).not.toContain('三好街');
    }
  });

  it.each<[string, Person]>([
    ['FORBIDDEN_ROLE', CITY_ADMIN],
    ['FORBIDDEN_ROLE', withAttributes(HUNNAN_CLERK, { role: undefined })],
    ['FORBIDDEN_DEPARTMENT', withAttributes(HUNNAN_CLERK, { dept: undefined })],
    ['FORBIDDEN_DIVISION', withAttributes(HUNNAN_CLERK, { division: '210102' })],
    ['FORBIDDEN_ORGANISATION', { ...HUNNAN_CLERK, mspId: 'StrangerMSP' }],
  ])('refuses with %s whoever does not serve or supervise', async (code, caller) => {
    await present(newShown());
    const { request, call } = newScan(newShown());
    expect(await network.refusal('presentation:redeem', caller, request, call)).toBe(code);
  });
});
