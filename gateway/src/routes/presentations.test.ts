import {
  commitAttributes,
  proveAttribute,
  type SaltedAttribute,
  sha256Hex,
  type ShownPresentation,
  shownPresentationSchema,
  toCanonicalJson,
  verifyAttribute,
} from '@shengjing/core';

import { FabricFailure } from '../fabric';
import type { SubmitOutcome } from '../testing/fake-fabric';
import { PRIVATE, VERIFICATION } from '../testing/sample-life';
import { IDENTIFIER, TX } from '../testing/sample-order';
import { startTestGateway, type TestAnswer, type TestGateway } from '../testing/test-gateway';

const ATTRIBUTES = PRIVATE.attributes as SaltedAttribute[];
const ORDER = { attributes: ['经营场所'], seconds: 60 };
const KEY = { 'idempotency-key': 'key-0000000000000001' };

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
  gateway.fabric.onEvaluate = () => PRIVATE;
  gateway.fabric.onSubmit = ({ argument }) => {
    const { expiresAt } = argument as { expiresAt: string };
    return committed({ schema: 'present-result/1', outcome: 'presented', expiresAt, txId: TX });
  };
});

afterEach(async () => {
  await gateway.stop();
});

function committed(result: object): SubmitOutcome {
  return { outcome: 'committed', txId: TX, blockNumber: 3, result };
}

function post(path: string, body: object, headers: Record<string, string> = KEY): Promise<TestAnswer> {
  return gateway.ask(path, { method: 'POST', body: JSON.stringify(body), headers });
}

function present(order: object = ORDER, headers?: Record<string, string>): Promise<TestAnswer> {
  return post(`/v1/licenses/${IDENTIFIER}/presentations`, order, headers);
}

function decode(token: unknown): ShownPresentation {
  return shownPresentationSchema.parse(JSON.parse(Buffer.from(String(token), 'base64url').toString()));
}

function toToken(shown: object): string {
  return Buffer.from(toCanonicalJson(shown)).toString('base64url');
}

describe('a presentation', () => {
  test('reveals what was chosen, proven against the roots, and nothing else', async () => {
    const { status, body } = await present();
    expect([status, body['schema'], body['txId']]).toEqual([201, 'presentation-token/1', TX]);
    const { attributes, identifier } = decode(body['token']);
    expect([identifier, attributes.map(({ name }) => name)]).toEqual([IDENTIFIER, ['经营场所']]);
    expect(attributes.every((shown) => verifyAttribute(shown, commitAttributes(ATTRIBUTES), ATTRIBUTES.length))).toBe(true);
    for (const hidden of ATTRIBUTES.filter(({ name }) => name !== '经营场所')) {
      expect(JSON.stringify(decode(body['token']))).not.toContain(hidden.value);
      expect(JSON.stringify(decode(body['token']))).not.toContain(hidden.salt);
    }
  });

  test('tells the ledger no more than hashes of what is shown', async () => {
    const { body } = await present();
    const { code } = decode(body['token']);
    const { argument, transient } = gateway.fabric.calls[1] ?? {};
    expect(argument).toEqual({
      requestId: KEY['idempotency-key'],
      identifier: IDENTIFIER,
      codeHash: sha256Hex(code),
      shownHash: sha256Hex(Buffer.from(String(body['token']), 'base64url')),
      expiresAt: body['expiresAt'],
    });
    expect(transient).toEqual({});
  });

  test('ends as many seconds later as were asked for', async () => {
    const before = Date.now();
    const { body } = await present({ ...ORDER, seconds: 300 });
    const seconds = (Date.parse(String(body['expiresAt'])) - before) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(300);
    expect(Date.parse(String(body['expiresAt']))).toBeLessThanOrEqual(Date.now() + 300_000);
  });

  test('asked for again has the same token and end, though neither is kept', async () => {
    const first = await present();
    const second = await present();
    expect(second.body).toEqual(first.body);
    expect(gateway.fabric.calls.filter(({ transaction }) => transaction === 'presentation:present')).toHaveLength(1);
  });

  test('under another key has another code', async () => {
    const one = await present();
    const two = await present(ORDER, { 'idempotency-key': 'key-0000000000000002' });
    expect(decode(two.body['token']).code).not.toBe(decode(one.body['token']).code);
  });

  test('may reveal nothing but the license itself', async () => {
    const { body } = await present({ ...ORDER, attributes: [] });
    expect(decode(body['token']).attributes).toEqual([]);
  });

  test('is proven by the tree that was asked for', async () => {
    const { body } = await present({ ...ORDER, alg: 'sha256' });
    expect(decode(body['token']).attributes[0]?.proof.alg).toBe('sha256');
  });

  test.each([
    { ...ORDER, seconds: 301 },
    { ...ORDER, seconds: 0 },
    { ...ORDER, attributes: ['经营场所', '经营场所'] },
    { ...ORDER, alg: 'md5' },
    { ...ORDER, surprise: 1 },
    { seconds: 60 },
  ])('with %j is refused before anyone is asked', async (order) => {
    const { body } = await present(order);
    expect(body['code']).toBe('INVALID_INPUT');
    expect(gateway.fabric.calls).toEqual([]);
  });

  test('of an attribute that the license does not have names the place, not the attribute', async () => {
    const { body } = await present({ ...ORDER, attributes: ['经营场所', '民族'] });
    const issues = [{ path: 'attributes.1', issue: 'not-an-attribute-of-the-license' }];
    expect(body).toMatchObject({ code: 'INVALID_INPUT', details: { issues } });
  });

  test('that nobody could redeem, as its token would be too long, is not made', async () => {
    const attributes = Array.from({ length: 40 }, (_, index) => ({ name: `n${String(index)}`, type: 'text', value: '长'.repeat(1_024), salt: '00'.repeat(16) }));
    gateway.fabric.onEvaluate = () => ({ ...PRIVATE, attributes });
    const { body } = await present({ ...ORDER, attributes: attributes.map(({ name }) => name) });
    expect(body).toMatchObject({ code: 'INVALID_INPUT', details: { issues: [{ path: 'attributes', issue: 'too-long' }] } });
    expect(gateway.fabric.calls.map(({ transaction }) => transaction)).toEqual(['license:getPrivate']);
  });

  test('is for the parties of the license only', async () => {
    gateway.fabric.onEvaluate = () => {
      throw new FabricFailure('NOT_A_PARTY', { stage: 'evaluate' });
    };
    expect((await present()).body['code']).toBe('NOT_A_PARTY');
    expect(gateway.fabric.calls).toHaveLength(1);
  });

  test('of a license that is not in force is refused on the ledger', async () => {
    gateway.fabric.onSubmit = () => committed({ schema: 'present-result/1', outcome: 'refused', code: 'LICENSE_NOT_IN_FORCE', txId: TX });
    const { status, body } = await present();
    expect([status, body]).toMatchObject([422, { code: 'LICENSE_NOT_IN_FORCE', txId: TX }]);
    expect(JSON.stringify(body)).not.toContain('token');
  });

  test('leaves nothing of what is shown in the log', async () => {
    const { body } = await present();
    const { code } = decode(body['token']);
    for (const secret of [code, String(body['token']), '经营场所的值']) {
      expect(gateway.logLines.join('')).not.toContain(secret);
    }
  });
});

describe('a redemption', () => {
  const shown: ShownPresentation = {
    schema: 'presentation-shown/1',
    identifier: IDENTIFIER,
    code: 'cd'.repeat(32),
    attributes: [proveAttribute(ATTRIBUTES, '经营场所', 'sm3')],
  };
  const redeem = (token: string, headers?: Record<string, string>) => post('/v1/presentations/redemptions', { token }, headers);

  beforeEach(() => {
    gateway.fabric.onSubmit = () =>
      committed({ schema: 'redeem-result/1', outcome: 'redeemed', identifier: IDENTIFIER, verification: VERIFICATION, txId: TX });
  });

  test('answers what was revealed with the verdicts on it', async () => {
    const { status, body } = await redeem(toToken(shown));
    expect(status).toBe(200);
    expect(body).toEqual({
      schema: 'presentation-view/1',
      identifier: IDENTIFIER,
      attributes: [{ name: '经营场所', type: 'text', value: '经营场所的值' }],
      verification: VERIFICATION,
      txId: TX,
    });
  });

  test('gives what is shown to the endorsers alone', async () => {
    await redeem(toToken(shown));
    expect(gateway.fabric.calls[0]).toMatchObject({
      argument: { requestId: KEY['idempotency-key'], codeHash: sha256Hex(shown.code) },
      transient: { shown: toCanonicalJson(shown) },
      endorsers: ['CityMSP', 'HepingMSP'],
    });
    const { argument } = gateway.fabric.calls[0] ?? {};
    expect(JSON.stringify(argument)).not.toContain(shown.code);
  });

  test('asked for again under its key has the same answer; another is refused on the ledger', async () => {
    const first = await redeem(toToken(shown));
    gateway.fabric.onSubmit = () => committed({ schema: 'redeem-result/1', outcome: 'refused', code: 'PRESENTATION_USED', txId: TX });
    expect((await redeem(toToken(shown))).body).toEqual(first.body);
    const { status, body } = await redeem(toToken(shown), { 'idempotency-key': 'key-0000000000000002' });
    expect([status, body]).toMatchObject([422, { code: 'PRESENTATION_USED', txId: TX }]);
  });

  test('of what was never presented is not found', async () => {
    gateway.fabric.onSubmit = () => {
      throw new FabricFailure('PRESENTATION_NOT_FOUND', { stage: 'endorse' });
    };
    const { status, body } = await redeem(toToken(shown));
    expect([status, body['code']]).toEqual([404, 'PRESENTATION_NOT_FOUND']);
  });

  test.each([
    ['nothing', ''],
    ['what is not base64url', 'a+b='],
    ['what is not JSON', Buffer.from('{').toString('base64url')],
    ['JSON that is not canonical', Buffer.from(JSON.stringify(shown, null, 1)).toString('base64url')],
    ['a field too many', toToken({ ...shown, surprise: 1 })],
    ['a code that is too short', toToken({ ...shown, code: 'cd' })],
    ['an attribute without proof', toToken({ ...shown, attributes: [ATTRIBUTES[0]] })],
    ['a text that never ends', 'A'.repeat(131_073)],
  ])('of %s is refused before anyone is asked', async (_, token) => {
    const { status, body } = await redeem(token);
    expect([status, body['code']]).toEqual([400, 'INVALID_INPUT']);
    expect(gateway.fabric.calls).toEqual([]);
  });

  test('leaves nothing of what is shown in log or problem', async () => {
    await redeem(toToken(shown));
    gateway.fabric.onSubmit = () => {
      throw new FabricFailure('PRESENTATION_INVALID', { stage: 'endorse' });
    };
    const { body } = await redeem(toToken(shown), { 'idempotency-key': 'key-0000000000000003' });
    const text = `${gateway.logLines.join('')}${JSON.stringify(body)}`;
    for (const secret of [shown.code, toToken(shown), '经营场所的值']) {
      expect(text).not.toContain(secret);
    }
  });
});
