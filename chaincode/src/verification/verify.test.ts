import { newDigests, proveAttribute, verificationSchema, type VerifyRequest } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, changeVersion } from '../testing/operations';
import { HUNNAN_ISSUER, withAttributes } from '../testing/people';
import { hex, NOW, TYPE, type SampleOrder } from '../testing/samples';

const ANYONE = withAttributes(HUNNAN_ISSUER, { role: undefined, dept: undefined, division: undefined });
const UNKNOWN = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';

describe('license:verify', () => {
  let network: FakeNetwork;
  let identifier: string;
  let order: SampleOrder;

  beforeEach(async () => {
    network = await newNetworkWithType();
    ({ identifier, order } = await issue(network, 1));
  });

  async function verdictsOf(request: Partial<VerifyRequest>): Promise<Record<string, string>> {
    const verification = await network.evaluate('license:verify', ANYONE, { identifier, ...request });
    expect(verificationSchema.parse(verification)).toMatchObject({
      ledger: { channel: 'shenyang', chaincode: 'city-services' },
      at: new Date().toISOString(),
    });
    return Object.fromEntries(verification.verdicts.map(({ name, code }) => [name, code]));
  }

  it('answers any member of the channel with seven verdicts', async () => {
    expect(await verdictsOf({})).toEqual({
      identifier: 'WELL_FORMED',
      existence: 'EXISTS',
      issuer: 'ENTITLED',
      integrity: 'NOTHING_SHOWN',
      seal: 'UNSEALED',
      status: 'IN_FORCE',
      'status-at': 'NOT_ASKED',
    });
  });

  it('judges a malformed identifier instead of refusing it', async () => {
    expect(await verdictsOf({ identifier: `${identifier.slice(0, -1)}!`, at: NOW.toISOString() })).toEqual({
      identifier: 'MALFORMED',
      existence: 'UNDECIDED',
      issuer: 'UNDECIDED',
      integrity: 'UNDECIDED',
      seal: 'UNDECIDED',
      status: 'UNDECIDED',
      'status-at': 'UNDECIDED',
    });
  });

  it('says that a license is not on the ledger', async () => {
    expect(await verdictsOf({ identifier: UNKNOWN })).toMatchObject({
      identifier: 'WELL_FORMED',
      existence: 'DOES_NOT_EXIST',
      issuer: 'UNDECIDED',
    });
  });

  it('says when the definition of the type does not entitle the issuer', async () => {
    const { state } = network.ledger.committed;
    for (const [key, value] of [...state].filter(([name]) => name.startsWith('\0type-version\0'))) {
      state.set(key, value.replaceAll(order.request.issuer, TYPE.code.slice(0, 18)));
    }
    expect(await verdictsOf({})).toMatchObject({ issuer: 'NOT_ENTITLED' });
  });

  describe('integrity', () => {
    const [sm3, sha256] = newDigests('file 1');
    const other = newDigests('another file')[0];

    it.each([
      [sm3, 'MATCHES'],
      [sha256, 'MATCHES'],
      [other, 'FILE_DIFFERS'],
    ])('of the file with digest %j is %s', async (fileDigest, code) => {
      expect(await verdictsOf({ fileDigest })).toMatchObject({ integrity: code });
    });

    it('of a file is not checked when none was recorded', async () => {
      const changes = { mapping: { known: true }, request: { fileDigests: [] } };
      const license = await issue(network, 2, changes);
      const request = { identifier: license.identifier, fileDigest: sm3 };
      expect(await verdictsOf(request)).toMatchObject({ integrity: 'NO_FILE_RECORDED' });
    });

    it.each(['sm3', 'sha256'] as const)('of a revealed attribute is proven by %s', async (alg) => {
      const proven = proveAttribute(order.private.attributes, '经营场所', alg);
      expect(await verdictsOf({ attributes: [proven] })).toMatchObject({ integrity: 'MATCHES' });
      const forged = [proven, { ...proven, value: '别处' }];
      expect(await verdictsOf({ attributes: forged, fileDigest: sm3 })).toMatchObject({ integrity: 'ATTRIBUTE_DIFFERS' });
    });

    it('does not accept a proof for a tree of another size', async () => {
      const proven = proveAttribute(order.private.attributes, '经营场所', 'sm3');
      const proof = { ...proven.proof, size: 3, hashes: [...proven.proof.hashes, hex(32, 1)] };
      expect(await verdictsOf({ attributes: [{ ...proven, proof }] })).toMatchObject({ integrity: 'ATTRIBUTE_DIFFERS' });
    });
  });

  describe('status', () => {
    it.each([
      ['2031-06-14T15:59:59.999Z', 'IN_FORCE'],
      ['2031-06-14T16:00:00.000Z', 'EXPIRED'],
    ])('at %s, the days being days of China, is %s', async (time, code) => {
      jest.setSystemTime(new Date(time));
      expect(await verdictsOf({})).toMatchObject({ status: code });
    });

    it.each([
      ['2026-06-15T01:58:59.999Z', 'NOT_YET_ISSUED'],
      ['2026-06-15T01:59:00.000Z', 'IN_FORCE'],
      ['2040-01-01T00:00:00.000Z', 'EXPIRED'],
    ])('asked for at %s is %s', async (at, code) => {
      expect(await verdictsOf({ at })).toMatchObject({ status: 'IN_FORCE', 'status-at': code });
    });

    it('asked for at a time is what the steps up to then left', async () => {
      const [suspended, returned] = ['2026-06-15T02:00:00.000Z', '2026-06-16T02:00:00.000Z'];
      await changeStatus(network, 'suspend', identifier, { effectiveAt: suspended });
      jest.setSystemTime(new Date(returned));
      await changeStatus(network, 'reinstate', identifier, { effectiveAt: returned });
      const codes: unknown[] = [];
      for (const at of ['2026-06-15T01:59:59.999Z', suspended, '2026-06-16T01:59:59.999Z', returned]) {
        codes.push((await verdictsOf({ at }))['status-at']);
      }
      expect(codes).toEqual(['IN_FORCE', 'STATUS_NOT_VALID', 'STATUS_NOT_VALID', 'IN_FORCE']);
    });

    it('is that of the last step when several take effect at once', async () => {
      await changeStatus(network, 'suspend', identifier);
      await changeStatus(network, 'reinstate', identifier);
      expect(await verdictsOf({ at: NOW.toISOString() })).toMatchObject({ 'status-at': 'IN_FORCE' });
    });

    it('belongs to each version for its own time', async () => {
      const [first, changed, suspended] = ['2026-06-15T01:59:00.000Z', '2026-06-16T02:00:00.000Z', '2026-06-17T02:00:00.000Z'];
      jest.setSystemTime(new Date(suspended));
      const second = await changeVersion(network, 'change', identifier, order, 2, { effectiveAt: changed });
      await changeStatus(network, 'suspend', second.identifier, { effectiveAt: suspended });
      const codes: unknown[] = [];
      for (const at of [first, '2026-06-16T01:59:59.999Z', changed, suspended]) {
        const older = await verdictsOf({ at });
        const newer = await verdictsOf({ identifier: second.identifier, at });
        codes.push([older['status-at'], newer['status-at']]);
      }
      expect(codes).toEqual([
        ['IN_FORCE', 'NOT_YET_ISSUED'],
        ['IN_FORCE', 'NOT_YET_ISSUED'],
        ['STATUS_NOT_VALID', 'IN_FORCE'],
        ['STATUS_NOT_VALID', 'STATUS_NOT_VALID'],
      ]);
      expect(await verdictsOf({})).toMatchObject({ existence: 'EXISTS', status: 'STATUS_NOT_VALID' });
    });
  });
});
