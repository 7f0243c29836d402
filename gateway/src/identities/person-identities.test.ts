import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { newGatewaySecret } from '../state/gateway-secret';
import { FakeCa } from '../testing/fake-ca';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { type Caller, newCaClient, newPersonIdentities, type PersonIdentities } from './index';

const HOUR = 3_600_000;
const CALLER: Caller = {
  issuer: 'urn:test',
  subject: '张三',
  organisation: 'heping',
  role: 'issuer',
  department: '11210102000000019C',
  division: '210102',
};

const folder = newTemporaryFolder();
let ca: FakeCa;
let rounds = 0;
let stateDir: string;

beforeEach(async () => {
  ca = await FakeCa.start();
  stateDir = join(folder, String(rounds++));
});

afterEach(async () => {
  await ca.stop();
});

function newStore(now?: () => number): PersonIdentities {
  const secret = newGatewaySecret(Buffer.alloc(32, 1));
  return newPersonIdentities({ mspId: 'HepingMSP', stateDir, secret, ca: newCaClient(ca.config), ...(now && { now }) });
}

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the first use enrols a person under a random number with the attributes of the token', async () => {
  const identity = await newStore().identityOf(CALLER);
  const [[operator, registration] = ['', undefined]] = [...ca.registrations];
  expect(operator).toMatch(/^op-[0-9a-f]{32}$/u);
  expect(registration?.attributes).toEqual({ role: 'issuer', dept: '11210102000000019C', division: '210102' });
  const certificate = new X509Certificate(identity.certificate);
  expect(certificate.subject).toBe(`CN=${operator}`);
  expect(certificate.checkPrivateKey(identity.privateKey)).toBe(true);
  expect(identity.mspId).toBe('HepingMSP');
});

test('later uses ask nobody, also after a restart', async () => {
  const store = newStore();
  const first = await store.identityOf(CALLER);
  const asked = ca.requests.length;
  await store.identityOf(CALLER);
  const second = await newStore().identityOf(CALLER);
  expect(ca.requests).toHaveLength(asked);
  expect(second.certificate).toBe(first.certificate);
});

test('many first uses at once enrol once', async () => {
  const store = newStore();
  const identities = await Promise.all(Array.from({ length: 10 }, () => store.identityOf(CALLER)));
  expect(new Set(identities.map(({ certificate }) => certificate)).size).toBe(1);
  expect(ca.requests).toEqual(['POST /api/v1/register', 'POST /api/v1/enroll']);
});

test('another role of the same person is another certificate of the same operator', async () => {
  const store = newStore();
  const [issuer, clerk] = await Promise.all([
    store.identityOf(CALLER),
    store.identityOf({ ...CALLER, role: 'clerk' }),
  ]);
  expect(clerk.certificate).not.toBe(issuer.certificate);
  expect(new X509Certificate(clerk.certificate).subject).toBe(new X509Certificate(issuer.certificate).subject);
  expect([...ca.registrations.values()][0]?.attributes['role']).toBe('clerk');
});

test('two processes that meet a person at once give one number, and each set of attributes its own certificate', async () => {
  const stores = [newStore(), newStore(), newStore(), newStore()];
  const identities = await Promise.all(
    stores.map((store, index) => store.identityOf({ ...CALLER, role: index % 2 === 0 ? 'issuer' : 'clerk' })),
  );
  expect(ca.registrations.size).toBe(1);
  expect(new Set(identities.map(({ certificate }) => new X509Certificate(certificate).subject)).size).toBe(1);
  expect(new Set(identities.map(({ certificate }) => certificate)).size).toBe(2);
});

test('the same subject of another issuer is another person', async () => {
  const store = newStore();
  await store.identityOf(CALLER);
  await store.identityOf({ ...CALLER, issuer: 'urn:other' });
  expect(ca.registrations.size).toBe(2);
});

test('the files are private and do not say who the person is', async () => {
  await newStore().identityOf(CALLER);
  const files = filesIn(join(stateDir, 'identities'));
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(`${file}${readFileSync(file, 'utf8')}`).not.toMatch(/张三|urn:test/u);
  }
});

test('a certificate is renewed before it ends, for the same operator', async () => {
  const first = await newStore().identityOf(CALLER);
  const second = await newStore(() => Date.now() + 0.9 * HOUR).identityOf(CALLER);
  expect(second.certificate).not.toBe(first.certificate);
  expect(new X509Certificate(second.certificate).subject).toBe(new X509Certificate(first.certificate).subject);
});

test('a certificate that is still good serves while the authority is away', async () => {
  const first = await newStore().identityOf(CALLER);
  ca.refuse = true;
  const second = await newStore(() => Date.now() + 0.9 * HOUR).identityOf(CALLER);
  expect(second.certificate).toBe(first.certificate);
});

test('a certificate that has ended does not serve', async () => {
  await newStore().identityOf(CALLER);
  ca.refuse = true;
  const late = newStore(() => Date.now() + 2 * HOUR);
  await expect(late.identityOf(CALLER)).rejects.toMatchObject({ code: 'CA_UNAVAILABLE' });
});

test('an enrolment that stopped half-way is taken up with the same number', async () => {
  ca.refuse = true;
  const store = newStore();
  await expect(store.identityOf(CALLER)).rejects.toMatchObject({ code: 'CA_UNAVAILABLE' });
  const operatorFile = filesIn(join(stateDir, 'identities'))[0] ?? '';
  const { operator } = JSON.parse(readFileSync(operatorFile, 'utf8')) as { operator: string };
  ca.registrations.set(operator, { secret: 'forgotten', attributes: {} });
  ca.refuse = false;
  await store.identityOf(CALLER);
  expect([...ca.registrations.keys()]).toEqual([operator]);
});

test('an authority with another TLS root is not trusted', async () => {
  const other = await FakeCa.start();
  const client = newCaClient({ ...ca.config, tlsRoot: other.config.tlsRoot });
  await expect(client.register('op', 'secret', {})).rejects.toMatchObject({ code: 'CA_UNAVAILABLE' });
  expect(ca.requests).toEqual([]);
  await other.stop();
});
