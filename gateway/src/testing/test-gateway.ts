import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pino, { type Logger } from 'pino';

import { newTokenVerifier } from '../auth';
import { newEventStreams } from '../events';
import { openWebhooks, type WebhookTimes } from '../events/webhooks';
import { newApp } from '../http/app';
import { newMetrics } from '../http/metrics';
import { newReadiness } from '../http/readiness';
import { type RunningServer, startServer } from '../http/server';
import { newLedger } from '../ledger';
import { openLedgerIndex } from '../ledger-index';
import { newIssueLicense } from '../licenses';
import type { Services } from '../services';
import { newGatewaySecret } from '../state/gateway-secret';
import { newKeyPair } from './certificates';
import { FakeBlocks } from './fake-blocks';
import { FakeFabric } from './fake-fabric';
import { AUDIENCE, ISSUER, newTestIssuer, type TestIssuer } from './test-issuer';

const CONFIG = {
  organisation: { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' },
  cityMspId: 'CityMSP',
  districtMspIds: ['HepingMSP', 'HunnanMSP'],
};

/** Receivers are tried as often as in earnest, but not as slowly. */
const WEBHOOK_TIMES: WebhookTimes = {
  refreshMs: 20,
  deliveryMs: 500,
  firstPauseMs: 5,
  longestPauseMs: 20,
  maxAttempts: 4,
  leaseMs: 5_000,
};

/** Most live streams of events. */
export const MAX_STREAMS = 2;

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

/** The gateway of 和平区 over HTTP, with a fake at the border to Fabric. */
export interface TestGateway {
  readonly fabric: FakeFabric;
  readonly blocks: FakeBlocks;
  readonly issuer: TestIssuer;
  readonly url: string;
  /** Lines of the log so far. */
  readonly logLines: string[];
  /** Asks as an issuer of the district, unless the headers name another. */
  ask(path: string, request?: TestRequest): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startTestGateway(): Promise<TestGateway> {
  const fabric = new FakeFabric();
  const blocks = new FakeBlocks();
  const stateDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const issuer = await newTestIssuer();
  const logLines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) });
  const server = await serve({ fabric, blocks, issuer, log, stateDir });
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

interface ServeParts {
  readonly fabric: FakeFabric;
  readonly blocks: FakeBlocks;
  readonly issuer: TestIssuer;
  readonly log: Logger;
  readonly stateDir: string;
}

async function serve({ fabric, blocks, issuer, log, stateDir }: ServeParts): Promise<RunningServer> {
  const { certificate, key: privateKey } = await newKeyPair('person');
  const identity = { mspId: CONFIG.organisation.mspId, certificate, privateKey };
  const ledger = newLedger(fabric, CONFIG);
  const jwt = { issuer: ISSUER, audience: AUDIENCE, keys: { kind: 'set', keys: issuer.keys } as const };
  const metrics = newMetrics();
  const indexConfig = { ...CONFIG, channel: 'shenyang', chaincode: 'city-services', stateDir };
  const index = await openLedgerIndex({ config: indexConfig, blocks, registry: metrics.registry, log });
  const { mspId } = CONFIG.organisation;
  const streams = newEventStreams({ feed: index.events, mspId, maxStreams: MAX_STREAMS, registry: metrics.registry });
  const webhooks = await openWebhooks({
    config: { ...CONFIG, stateDir, webhooks: { allowPrivate: true } },
    feed: index.events,
    registry: metrics.registry,
    log,
    times: WEBHOOK_TIMES,
  });
  const services: Services = {
    tokens: newTokenVerifier({ ...CONFIG, jwt }),
    identities: { identityOf: () => Promise.resolve(identity) },
    ledger,
    index,
    streams,
    webhooks,
    issueLicense: newIssueLicense(ledger, newGatewaySecret(Buffer.alloc(32, 1))),
  };
  const times = { cacheMs: 10, deadlineMs: 200 };
  const readiness = newReadiness(() => ledger.proveEndorsement(identity), log, times);
  const app = newApp({ services, metrics, readiness, log, version: '0.0.0' });
  const server = await startServer(app, { listen: { host: '127.0.0.1', port: 0 } });
  return {
    url: server.url,
    stop: async (deadlineMs) => {
      streams.close();
      await server.stop(deadlineMs);
      await webhooks.close();
      await index.close();
    },
  };
}
