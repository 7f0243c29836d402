import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

import { AUDIENCE, CLAIMS, DEPARTMENT, ISSUER, newTestIssuer, type TestIssuer } from '../testing/test-issuer';
import { newTokenVerifier, type TokenVerifier } from './index';

const organisation = { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' };

let issuer: TestIssuer;
let verifier: TokenVerifier;

beforeAll(async () => {
  issuer = await newTestIssuer();
  const keys = { kind: 'set', keys: issuer.keys } as const;
  verifier = newTokenVerifier({ organisation, jwt: { issuer: ISSUER, audience: AUDIENCE, keys } });
});

async function codeOf(token: string | undefined): Promise<unknown> {
  return verifier.verify(token && `Bearer ${token}`).then(
    () => 'accepted',
    (error: unknown) => (error as { code?: unknown }).code,
  );
}

test('a good token names the person', async () => {
  await expect(verifier.verify(`Bearer ${await issuer.sign()}`)).resolves.toEqual({
    issuer: ISSUER,
    subject: 'person-1',
    organisation: 'heping',
    role: 'issuer',
    department: DEPARTMENT,
    division: '210102',
  });
});

test.each([undefined, '', 'Basic abc', 'Bearer', 'Bearer a b'])('%p is no bearer token', async (header) => {
  await expect(verifier.verify(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test.each([
  ['expired', {}, '-5m'],
  ['without an end', {}, null],
  ['of another issuer', { iss: 'urn:other' }, '5m'],
  ['for another audience', { aud: 'other' }, '5m'],
  ['not yet valid', { nbf: 4_000_000_000 }, '5m'],
  ['without a subject', { sub: undefined }, '5m'],
  ['without a role', { role: undefined }, '5m'],
  ['with an unknown role', { role: 'emperor' }, '5m'],
  ['without a department', { dept: undefined }, '5m'],
  ['with a department that is none', { dept: '11210102000000019D' }, '5m'],
  ['without a division', { division: undefined }, '5m'],
  ['without an organisation', { org: undefined }, '5m'],
] as const)('a token %s is not valid', async (_name, claims, expires) => {
  await expect(codeOf(await issuer.sign(claims, expires))).resolves.toBe('TOKEN_INVALID');
});

test('claims that are missing are named, and no value is repeated', async () => {
  const token = await issuer.sign({ dept: undefined, role: 'emperor' });
  await expect(verifier.verify(`Bearer ${token}`)).rejects.toMatchObject({ details: { claims: ['role', 'dept'] } });
});

test('a token of another organisation is refused as such', async () => {
  await expect(codeOf(await issuer.sign({ org: 'hunnan' }))).resolves.toBe('TOKEN_WRONG_ORGANISATION');
});

test('an unsigned token is not valid', async () => {
  await expect(codeOf(new UnsecuredJWT(CLAIMS).setExpirationTime('5m').encode())).resolves.toBe('TOKEN_INVALID');
});

test('a token of another key is not valid', async () => {
  await expect(codeOf(await (await newTestIssuer()).sign())).resolves.toBe('TOKEN_INVALID');
});

test('a token signed with a shared secret is not valid', async () => {
  const token = new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', kid: 'test' }).setExpirationTime('5m');
  await expect(codeOf(await token.sign(Buffer.from(JSON.stringify(issuer.keys))))).resolves.toBe('TOKEN_INVALID');
});

test('an algorithm outside the list is not valid', async () => {
  const { privateKey } = await generateKeyPair('ES384');
  const token = new SignJWT(CLAIMS).setProtectedHeader({ alg: 'ES384', kid: 'test' }).setExpirationTime('5m');
  await expect(codeOf(await token.sign(privateKey))).resolves.toBe('TOKEN_INVALID');
});

test('a token that was changed is not valid', async () => {
  const [header = '', , signature = ''] = (await issuer.sign()).split('.');
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, role: 'admin', exp: 4_000_000_000 })).toString('base64url');
  await expect(codeOf([header, claims, signature].join('.'))).resolves.toBe('TOKEN_INVALID');
});

describe('keys by URL', () => {
  async function serve(status: number, body: unknown): Promise<{ url: URL; stop: () => void }> {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stop = (): void => {
      server.close();
      server.closeAllConnections();
    };
    return { url: new URL(`http://127.0.0.1:${String(port)}/keys`), stop };
  }

  test('are fetched', async () => {
    const { url, stop } = await serve(200, issuer.keys);
    const remote = newTokenVerifier({ organisation, jwt: { issuer: ISSUER, audience: AUDIENCE, keys: { kind: 'url', url } } });
    await expect(remote.verify(`Bearer ${await issuer.sign()}`)).resolves.toMatchObject({ subject: 'person-1' });
    stop();
  });

  test.each([
    ['an error', 500, {}],
    ['something else', 200, { nothing: true }],
  ])('are not the caller\'s fault when the URL answers with %s', async (_name, status, body) => {
    const { url, stop } = await serve(status, body);
    const remote = newTokenVerifier({ organisation, jwt: { issuer: ISSUER, audience: AUDIENCE, keys: { kind: 'url', url } } });
    await expect(remote.verify(`Bearer ${await issuer.sign()}`)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    stop();
  });
});

test('a token is recent once it was verified, and only then', async () => {
  const good = `Bearer ${await issuer.sign({ sub: 'person-recent' })}`;
  expect(verifier.isRecent(good)).toBe(false);
  await verifier.verify(good);
  expect(verifier.isRecent(good)).toBe(true);
  expect([undefined, 'Bearer', 'Bearer abc'].map((header) => verifier.isRecent(header))).toEqual([false, false, false]);
});
