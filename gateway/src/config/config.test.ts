import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newSelfSigned } from '../testing/certificates';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { newTestIssuer } from '../testing/test-issuer';
import { ConfigError, type ConfigInput, loadConfig, resolveConfig } from './index';

const folder = newTemporaryFolder();

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

let input: ConfigInput;

beforeAll(async () => {
  const own = await newSelfSigned('gateway');
  const other = await newSelfSigned('other');
  const certificate = write('cert.pem', own.certificate);
  const key = write('key.pem', own.key);
  write('other-key.pem', other.key);
  write('not-pem', 'nothing');
  const { keys } = await newTestIssuer();
  write('private-jwks.json', JSON.stringify({ keys: [{ kty: 'EC', d: 'secret' }] }));
  input = {
    organisation: { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' },
    listen: { host: '127.0.0.1', port: 8081 },
    channel: 'shenyang',
    chaincode: 'city-services',
    peers: [{ name: 'peer0.heping', endpoint: '127.0.0.1:7061', tlsRootCert: certificate }],
    cityMspId: 'CityMSP',
    districtMspIds: ['HepingMSP', 'HunnanMSP'],
    ca: { url: 'https://127.0.0.1:7054', caName: 'ca-heping', tlsRootCert: certificate, registrar: { certificate, key } },
    identity: { certificate, key },
    stateDir: folder,
    jwt: { issuer: 'urn:test', audience: 'gateway', jwksFile: write('jwks.json', JSON.stringify(keys)) },
  };
});

function fieldsOf(changed: object): string[] {
  try {
    resolveConfig({ ...input, ...changed });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.issues.map(({ field }) => field);
    }
    throw error;
  }
  return [];
}

test('a file is read with its defaults and the files it names', () => {
  const config = loadConfig(write('config.json', JSON.stringify(input)));
  expect(config.log.level).toBe('info');
  expect(config.deadlines).toMatchObject({ connectMs: 3_000, commitMs: 20_000 });
  expect(config.ca.registrar.key.type).toBe('private');
  expect(config.jwt.keys.kind).toBe('set');
  expect(config.peers[0]?.tlsRoot.toString()).toContain('BEGIN CERTIFICATE');
});

test('plain HTTP is refused on a host that others can reach', () => {
  expect(fieldsOf({ listen: { host: '0.0.0.0', port: 8081 } })).toEqual(['listen.host']);
  expect(fieldsOf({ listen: { host: '127.evil.example', port: 8081 } })).toEqual(['listen.host']);
  const tls = { cert: input.identity.certificate, key: input.identity.key };
  expect(fieldsOf({ listen: { host: '0.0.0.0', port: 8081 }, tls })).toEqual([]);
});

test('limits have defaults that can be changed one by one', () => {
  const usual = resolveConfig(input).limits;
  const changed = resolveConfig({ ...input, limits: { write: { queue: 5 } } }).limits;
  expect(changed).toEqual({ ...usual, write: { ...usual.write, queue: 5 } });
});

test('limits by which one caller could fill a lane are refused', () => {
  const limits = { write: { concurrency: 2, queue: 1, perCaller: { concurrency: 3, perSecond: 1, burst: 1 } } };
  expect(fieldsOf({ limits })).toEqual(['limits.write.perCaller.concurrency']);
});

test('a URL of keys needs HTTPS unless it is on this machine', () => {
  const jwt = { issuer: 'urn:test', audience: 'gateway' };
  expect(fieldsOf({ jwt: { ...jwt, jwksUrl: 'http://issuer.example/keys' } })).toEqual(['jwt.jwksUrl']);
  expect(fieldsOf({ jwt: { ...jwt, jwksUrl: 'http://127.0.0.1:9/keys' } })).toEqual([]);
  expect(fieldsOf({ jwt: { ...jwt, jwksUrl: 'https://issuer.example/keys' } })).toEqual([]);
});

test('the source of keys is named exactly once', () => {
  const { issuer, audience, jwksFile = '' } = input.jwt;
  expect(fieldsOf({ jwt: { issuer, audience } })).toEqual(['jwt']);
  expect(fieldsOf({ jwt: { issuer, audience, jwksFile, jwksUrl: 'https://issuer.example' } })).toEqual(['jwt']);
});

test.each([
  ['an unknown field', { surprise: 1 }, ''],
  ['a relative path', { stateDir: 'state' }, 'stateDir'],
  ['no peers', { peers: [] }, 'peers'],
  ['an endpoint without a port', { peers: [{ name: 'p', endpoint: 'host', tlsRootCert: '/x' }] }, 'peers.0.endpoint'],
  ['an organisation outside the network', { cityMspId: 'A', districtMspIds: ['B'] }, 'organisation.mspId'],
  ['a port out of range', { listen: { host: '127.0.0.1', port: 70_000 } }, 'listen.port'],
])('%s is refused by the name of its field', (_name, changed, field) => {
  expect(fieldsOf(changed)).toContain(field);
});

test('files are refused by the field that names them', () => {
  const { certificate, key } = input.identity;
  const file = (name: string): string => join(folder, name);
  expect(fieldsOf({ identity: { certificate, key: file('missing') } })).toEqual(['identity.key']);
  expect(fieldsOf({ identity: { certificate, key: file('not-pem') } })).toEqual(['identity.key']);
  expect(fieldsOf({ identity: { certificate: key, key } })).toEqual(['identity.certificate']);
  expect(fieldsOf({ identity: { certificate, key: file('other-key.pem') } })).toEqual(['identity.key']);
});

test('a set of keys that holds a private key is refused, and no value is shown', () => {
  const jwt = { issuer: 'urn:test', audience: 'gateway', jwksFile: join(folder, 'private-jwks.json') };
  expect(fieldsOf({ jwt })).toEqual(['jwt.jwksFile']);
  expect(() => resolveConfig({ ...input, jwt })).toThrow(/private key/u);
  expect(() => resolveConfig({ ...input, jwt })).not.toThrow(/secret/u);
});

test('the URL of a database is read from a file of its own, and shown to nobody', () => {
  const good = write('database', 'postgresql://user:password@127.0.0.1:5432/gateway\n');
  expect(resolveConfig({ ...input, database: { urlFile: good } }).database).toEqual({
    url: 'postgresql://user:password@127.0.0.1:5432/gateway',
  });
  const bad = { ...input, database: { urlFile: write('bad', 'mysql://user:password@127.0.0.1') } };
  expect(fieldsOf(bad)).toEqual(['database.urlFile']);
  expect(() => resolveConfig(bad)).not.toThrow(/password/u);
  expect(resolveConfig(input)).not.toHaveProperty('database');
});

test('a file that is not JSON is refused', () => {
  expect(() => loadConfig(write('broken.json', '{'))).toThrow(ConfigError);
});
