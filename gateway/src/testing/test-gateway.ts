import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pino, { type Logger } from 'pino';
import type { z } from 'zod';

import { newAdmission } from '../admission';
import { newTokenVerifier } from '../auth';
import type { GatewayConfig, Limits, Organisation } from '../config';
import { limits as limitsSchema } from '../config/limits';
import type { WebhookTimes } from '../events/webhooks';
import { newApp } from '../http/app';
import { newMetrics } from '../http/metrics';
import { newReadiness } from '../http/readiness';
import { type RunningServer, startServer } from '../http/server';
import { newLedger } from '../ledger';
import { newIssueLicense, newPresentLicense } from '../licenses';
import { openLive } from '../live';
import { openOutbox } from '../outbox';
import type { Services } from '../services';
import { newGatewaySecret } from '../state/gateway-secret';
import { newKeyPair } from './certificates';
import { FakeBlocks } from './fake-blocks';
import { FakeFabric } from './fake-fabric';
import { AUDIENCE, ISSUER, newTestIssuer, type TestIssuer } from './test-issuer';

const HEPING = { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' };
const NETWORK = { cityMspId: 'CityMSP', districtMspIds: ['HepingMSP', 'HunnanMSP', 'ShenheMSP'] };

/** Callers wait for an unknown outcome no longer than a test likes to. */
const DEADLINES = {
  connectMs: 300,
  evaluateMs: 500,
  endorseMs: 500,
  submitMs: 500,
  commitMs: 300,
  writeMs: 300,
  stateMs: 300,
};

/** Receivers are tried as in earnest, but not as slowly. */
const WEBHOOK_TIMES: WebhookTimes = {
  refreshMs: 20,
  deliveryMs: 500,
  firstPauseMs: 5,
  longestPauseMs: 20,
  maxAttempts: 4,
  leaseMs: 5_000,
};

/** What a test sends. */
export interface TestRequest {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with its parsed body. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The gateway of 和平区, or of another, over HTTP, with a fake at the border to Fabric. */
export interface TestGateway {
  readonly fabric: FakeFabric;
  /** The ledger that the index follows. */
  readonly blocks: FakeBlocks;
  readonly issuer: TestIssuer;
  readonly url: string;
  /** Lines of the log so far. */
  readonly logLines: string[];
  /** Asks as an issuer of 和平区, unless the headers name another. */
  ask(path: string, request?: TestRequest): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** What a test's gateway may differ in. */
export interface TestGatewayOptions {
  readonly organisation?: Organisation;
  readonly limits?: z.input<typeof limitsSchema>;
}

/** Starts one on a free port. */
export async function startTestGateway({ organisation = HEPING, limits = {} }: TestGatewayOptions = {}): Promise<TestGateway> {
  const fabric = new FakeFabric();
  const blocks = new FakeBlocks();
  const stateDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const issuer = await newTestIssuer();
  const logLines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) });
  const parts = { fabric, blocks, issuer, log, stateDir, limits: limitsSchema.parse(limits) };
  const server = await serve({ organisation, ...NETWORK }, parts);
  const token = await issuer.sign();
  return {
    fabric,
    blocks,
    issuer,
    logLines,
    url: server.url,
    ask: async (path, { headers, ...request } = {}) => {
      const defaults = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(`${server.url}${path}`, { ...request, headers: { ...defaults, ...headers } });
      const body = (await response.json()) as Record<string, unknown>;
      return { status: response.status, headers: response.headers, body };
    },
    stop: async () => {
      await server.stop(1_000);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

interface Surroundings {
  readonly fabric: FakeFabric;
  readonly blocks: FakeBlocks;
  readonly issuer: TestIssuer;
  readonly log: Logger;
  readonly stateDir: string;
  readonly limits: Limits;
}

async function serve(
  network: Pick<GatewayConfig, 'organisation' | 'cityMspId' | 'districtMspIds'>,
  { fabric, blocks, issuer, log, stateDir, limits }: Surroundings,
): Promise<RunningServer> {
  const { certificate, key: privateKey } = await newKeyPair('person');
  const identity = { mspId: network.organisation.mspId, certificate, privateKey };
  const ledger = newLedger(fabric, network);
  const secret = newGatewaySecret(Buffer.alloc(32, 1));
  const config = { stateDir, deadlines: DEADLINES, outbox: { retentionDays: 7, maxUnresolved: 10_000 } };
  const jwt = { issuer: ISSUER, audience: AUDIENCE, keys: { kind: 'set', keys: issuer.keys } as const };
  const metrics = newMetrics();
  const { registry } = metrics;
  const readHeight = (): Promise<number> => blocks.height();
  const outbox = await openOutbox({ config, fabric, ledger, secret, identity, registry, readHeight, log });
  const live = await openLive({
    config: { ...network, channel: 'shenyang', chaincode: 'city-services', stateDir, webhooks: { allowPrivate: true } },
    blocks,
    registry,
    log,
    webhookTimes: WEBHOOK_TIMES,
  });
  const { index, streams, webhooks } = live;
  const services: Services = {
    admission: newAdmission({ limits, tokens: newTokenVerifier({ ...network, jwt }), metrics, log }),
    identities: { identityOf: () => Promise.resolve(identity) },
    ledger,
    writes: outbox.writes,
    index,
    streams,
    webhooks,
    issueLicense: newIssueLicense(ledger, outbox.writes),
    presentLicense: newPresentLicense(ledger, outbox.writes, secret),
  };
  const times = { cacheMs: 10, deadlineMs: 200 };
  const readiness = newReadiness(() => ledger.proveEndorsement(identity), log, times);
  const app = newApp({ services, metrics, readiness, log, version: '0.0.0' });
  const server = await startServer(app, { listen: { host: '127.0.0.1', port: 0 }, limits }, metrics.countRefusedConnection);
  return {
    ...server,
    stop: async (deadlineMs) => {
      streams.close();
      await server.stop(deadlineMs);
      await outbox.close();
      await live.close();
    },
  };
}
