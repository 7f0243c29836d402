import { isAbsolute } from 'node:path';

import { z } from 'zod';

import { limits } from './limits';

const text = z.string().min(1).max(200);
const mspId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'an MSP id');
const path = z.string().min(1).max(4096).refine(isAbsolute, 'an absolute path');
const port = z.int().min(1).max(65_535);
const milliseconds = z.int().min(100).max(600_000);
const keyPair = z.strictObject({ certificate: path, key: path });

/** `host:port` of one node. */
const endpoint = z.string().regex(/^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$/, 'host:port');

const peer = z.strictObject({
  name: text,
  endpoint,
  /** The name in the peer's TLS certificate, when it differs from the endpoint's host. */
  serverName: text.optional(),
  tlsRootCert: path,
});

const deadlines = z.strictObject({
  connectMs: milliseconds.default(3_000),
  evaluateMs: milliseconds.default(10_000),
  endorseMs: milliseconds.default(15_000),
  submitMs: milliseconds.default(10_000),
  /** For the commit of a transaction that was just sent. */
  commitMs: milliseconds.default(20_000),
  /** For a write as a whole, as long as its caller waits. */
  writeMs: milliseconds.default(20_000),
  /** For the state of any transaction. */
  stateMs: milliseconds.default(3_000),
});

const outbox = z.strictObject({
  /** How long the answer to an idempotency key is kept. */
  retentionDays: z.int().min(1).max(366).default(7),
  /** How many transactions may wait for their outcome before nothing new is taken on. */
  maxUnresolved: z.int().min(1).max(100_000).default(5_000),
});

const webhooks = z.strictObject({
  /** Allows receivers in private networks, and plain HTTP to this machine. */
  allowPrivate: z.boolean().default(false),
});

const jwt = z
  .strictObject({
    issuer: text,
    audience: text,
    jwksUrl: z.url({ protocol: /^https?$/ }).optional(),
    jwksFile: path.optional(),
  })
  .refine((value) => (value.jwksUrl === undefined) !== (value.jwksFile === undefined), {
    message: 'exactly one of jwksUrl and jwksFile',
  })
  .refine((value) => value.jwksUrl === undefined || isPrivateUrl(value.jwksUrl), {
    message: 'plain HTTP is allowed to a loopback host only',
    path: ['jwksUrl'],
  });

/**
 * The configuration file of one gateway, as its author writes it. Paths are absolute, times are
 * milliseconds, unknown fields are refused.
 */
export const configInputSchema = z
  .strictObject({
    organisation: z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an organisation id'),
      mspId,
      division: z.string().regex(/^[0-9]{6}$/, 'a division code of six digits'),
      name: text,
    }),
    listen: z.strictObject({ host: text.default('127.0.0.1'), port }),
    tls: z.strictObject({ cert: path, key: path }).optional(),
    channel: z.string().regex(/^[a-z][a-z0-9.-]{0,248}$/, 'a channel name'),
    chaincode: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'a chaincode name'),
    peers: z.array(peer).min(1).max(16),
    cityMspId: mspId,
    districtMspIds: z.array(mspId).min(1).max(64),
    ca: z.strictObject({
      url: z.url({ protocol: /^https$/ }),
      caName: text,
      tlsRootCert: path,
      registrar: keyPair,
    }),
    identity: keyPair,
    stateDir: path,
    /** A PostgreSQL server, which several processes of the organisation may share; by default SQLite in `stateDir`. */
    database: z.strictObject({ urlFile: path }).optional(),
    outbox: outbox.prefault({}),
    webhooks: webhooks.prefault({}),
    jwt,
    deadlines: deadlines.prefault({}),
    limits: limits.prefault({}),
    log: z
      .strictObject({ level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) })
      .default({ level: 'info' }),
  })
  .refine((value) => value.tls !== undefined || isLoopback(value.listen.host), {
    message: 'plain HTTP is allowed on a loopback host only: give tls, or listen on 127.0.0.1',
    path: ['listen', 'host'],
  })
  .refine((value) => isKnownMember(value.organisation.mspId, value), {
    message: 'neither cityMspId nor one of districtMspIds',
    path: ['organisation', 'mspId'],
  });

/** What an author may write: defaults left out. */
export type ConfigInput = z.input<typeof configInputSchema>;

/** The same with its defaults; files not yet read. */
export type ParsedConfig = z.output<typeof configInputSchema>;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(host);
}

function isPrivateUrl(value: string): boolean {
  const url = new URL(value);
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function isKnownMember(id: string, value: { cityMspId: string; districtMspIds: string[] }): boolean {
  return id === value.cityMspId || value.districtMspIds.includes(id);
}
