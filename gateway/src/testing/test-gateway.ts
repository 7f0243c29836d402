import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pino, { type Logger } from 'pino';

import { newTokenVerifier } from '../auth';
import type { GatewayConfig, Organisation } from '../config';
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

/** Starts one on a free port. */
export async function startTestGateway(organisation: Organisation = HEPING): Promise<TestGateway> {
  const fabric = new FakeFabric();
  const blocks = new FakeBlocks();
  const issuer = await newTestIssuer();
  const logLines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) });
  const stateDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const server = await serve({ organisation, ...NETWORK }, { fabric, blocks, issuer, log, stateDir });
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
}

async function serve(
  network: Pick<GatewayConfig, 'organisation' | 'cityMspId' | 'districtMspIds'>,
  { fabric, blocks, issuer: { keys }, log, stateDir }: Surroundings,
): Promise<RunningServer> {
  const { certificate, key: privateKey } = await newKeyPair('person');
  const identity = { mspId: network.organisation.mspId, certificate, privateKey };
  const ledger = newLedger(fabric, network);
  const secret = newGatewaySecret(Buffer.alloc(32, 1));
  const config = { stateDir, deadlines: DEADLINES, outbox: { retentionDays: 7 } };
  const outbox = await openOutbox({ config, fabric, ledger, secret, identity, log });
  const { writes } = outbox;
  const metrics = newMetrics();
  const live = await openLive({
    config: {
      ...network,
      channel: 'shenyang',
      chaincode: 'city-services',
      stateDir,
      events: { maxStreams: MAX_STREAMS },
      webhooks: { allowPrivate: true },
    },
    blocks,
    registry: metrics.registry,
    log,
    webhookTimes: WEBHOOK_TIMES,
  });
  const { index, streams, webhooks } = live;
  const jwt = { issuer: ISSUER, audience: AUDIENCE, keys: { kind: 'set', keys } as const };
  const services: Services = {
    tokens: newTokenVerifier({ ...network, jwt }),
    identities: { identityOf: () => Promise.resolve(identity) },
    ledger,
    index,
    streams,
    webhooks,
    writes,
    issueLicense: newIssueLicense(ledger, writes),
    presentLicense: newPresentLicense(ledger, writes, secret),
  };
  const times = { cacheMs: 10, deadlineMs: 200 };
  const readiness = newReadiness(() => ledger.proveEndorsement(identity), log, times);
  const app = newApp({ services, metrics, readiness, log, version: '0.0.0' });
  const server = await startServer(app, { listen: { host: '127.0.0.1', port: 0 } });
  return {
    ...server,
    stop: async (deadlineMs) => {
      streams.close();
      await server.stop(deadlineMs);
      await live.close();
      await outbox.close();
    },
  };
}
