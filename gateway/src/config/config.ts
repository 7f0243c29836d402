import { readCertificates, readDatabaseUrl, readKeyPair, readKeySet, readText } from './files';
import { ConfigError } from './config-error';
import type { ParsedConfig } from './input';
import { configInputSchema } from './input';
import type { GatewayConfig, KeySource } from './types';

/**
 * Reads and checks the configuration file once, at start.
 * @throws {@link ConfigError} naming every field that is wrong.
 */
export function loadConfig(file: string): GatewayConfig {
  return resolveConfig(parseJson(readText('', file)));
}

/**
 * Checks an input and reads the files it names.
 * @throws {@link ConfigError} naming every field that is wrong.
 */
export function resolveConfig(input: unknown): GatewayConfig {
  const parsed = configInputSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), problem: message }));
    throw new ConfigError(issues);
  }
  return toResolved(parsed.data);
}

function toResolved(parsed: ParsedConfig): GatewayConfig {
  const { ca, database, identity, jwt, peers, tls, ...rest } = parsed;
  return {
    ...rest,
    ...(tls && { tls: { cert: readCertificates('tls.cert', tls.cert), key: readText('tls.key', tls.key) } }),
    ...(database && { database: { url: readDatabaseUrl('database.urlFile', database.urlFile) } }),
    peers: peers.map(({ tlsRootCert, serverName, ...peer }, index) => ({
      ...peer,
      ...(serverName !== undefined && { serverName }),
      tlsRoot: Buffer.from(readCertificates(`peers.${String(index)}.tlsRootCert`, tlsRootCert)),
    })),
    ca: {
      url: new URL(ca.url),
      caName: ca.caName,
      tlsRoot: readCertificates('ca.tlsRootCert', ca.tlsRootCert),
      registrar: readKeyPair('ca.registrar', ca.registrar),
    },
    identity: readKeyPair('identity', identity),
    jwt: { issuer: jwt.issuer, audience: jwt.audience, keys: toKeySource(jwt) },
  };
}

function toKeySource({ jwksUrl, jwksFile = '' }: ParsedConfig['jwt']): KeySource {
  return jwksUrl === undefined
    ? { kind: 'set', keys: readKeySet('jwt.jwksFile', jwksFile) }
    : { kind: 'url', url: new URL(jwksUrl) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError([{ field: '', problem: 'the file is not JSON' }], { cause });
  }
}
