import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Logger } from 'pino';
import { collectDefaultMetrics } from 'prom-client';

import { newAdmission } from './admission';
import { newTokenVerifier } from './auth';
import type { GatewayConfig } from './config';
import { newBlockStream, newFabricClient, type SigningIdentity } from './fabric';
import { newApp } from './http/app';
import { describeCause } from './http/describe-cause';
import { newMetrics } from './http/metrics';
import { newReadiness } from './http/readiness';
import { startServer } from './http/server';
import { newCaClient, newPersonIdentities } from './identities';
import { newLedger } from './ledger';
import { newIssueLicense, newPresentLicense } from './licenses';
import { openLive } from './live';
import { openOutbox } from './outbox';
import type { Services } from './services';
import { openGatewaySecret } from './state/gateway-secret';

const SHUTDOWN_DEADLINE_MS = 20_000;

/** A gateway that answers. */
export interface Gateway {
  readonly url: string;
  /** Finishes what has begun, within a deadline, and closes every connection. */
  stop(): Promise<void>;
}

/** Starts the gateway of one organisation. It answers at once; `/readyz` tells when the network does. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<Gateway> {
  const metrics = newMetrics();
  collectDefaultMetrics({ register: metrics.registry });
  const secret = await openGatewaySecret(config.stateDir);
  const fabric = newFabricClient(config, metrics.countStage);
  const ledger = newLedger(fabric, config);
  const identity = toOwnIdentity(config);
  const blocks = newBlockStream(config, identity, (error) => {
    log.warn({ cause: describeCause(error) }, 'the stream of blocks broke');
  });
  const { registry } = metrics;
  const readHeight = (): Promise<number> => blocks.height();
  const outbox = await openOutbox({ config, fabric, ledger, secret, identity, registry, readHeight, log }).catch((error: unknown) => {
    blocks.close();
    fabric.close();
    throw error;
  });
  const { writes } = outbox;
  const live = await openLive({ config, blocks, registry, log }).catch(async (error: unknown) => {
    await outbox.close();
    fabric.close();
    throw error;
  });
  const { index, streams, webhooks } = live;
  const { mspId } = config.organisation;
  const services: Services = {
    admission: newAdmission({ limits: config.limits, tokens: newTokenVerifier(config), metrics, log }),
    identities: newPersonIdentities({ mspId, stateDir: config.stateDir, secret, ca: newCaClient(config.ca) }),
    ledger,
    writes,
    index,
    streams,
    webhooks,
    issueLicense: newIssueLicense(ledger, writes),
    presentLicense: newPresentLicense(ledger, writes, secret),
  };
  const readiness = newReadiness(() => ledger.proveEndorsement(identity), log);
  const app = newApp({ services, metrics, readiness, log, version: readVersion() });
  const close = async (): Promise<void> => {
    await outbox.close();
    await live.close();
    fabric.close();
  };
  const server = await startServer(app, config, metrics.countRefusedConnection).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  log.info({ url: server.url }, 'listening');
  return {
    url: server.url,
    stop: async () => {
      streams.close();
      await server.stop(SHUTDOWN_DEADLINE_MS);
      await close();
      log.info('stopped');
    },
  };
}

function toOwnIdentity({ organisation, identity }: GatewayConfig): SigningIdentity {
  return { mspId: organisation.mspId, certificate: identity.certificate, privateKey: identity.key };
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
  return version;
}
