import { randomUUID } from 'node:crypto';

import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

import type { GatewayConfig } from '../../config';
import { newLease, openDatabase } from '../../database';
import type { EventFeed } from '../../ledger-index';
import { WEBHOOK_LEASES, webhookMigrations, type WebhookTables } from './tables';
import { newWebhookStore, type WebhookStore } from './webhook-store';
import { deliverWebhooks, type WebhookTimes } from './webhook-worker';

/** The webhooks of an organisation: who wants events, and the bringing of them. */
export interface Webhooks {
  readonly store: WebhookStore;
  /** Whether receivers in private networks are allowed. */
  readonly allowPrivate: boolean;
  close(): Promise<void>;
}

/** What webhooks are made of. */
export interface WebhooksParts {
  readonly config: Pick<GatewayConfig, 'database' | 'stateDir' | 'webhooks' | 'organisation'>;
  readonly feed: EventFeed;
  readonly registry: Registry;
  readonly log: Logger;
  readonly times?: WebhookTimes;
}

const TIMES: WebhookTimes = {
  refreshMs: 1_000,
  deliveryMs: 10_000,
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  maxAttempts: 12,
  leaseMs: 10_000,
};

/** Opens the database of the webhooks and brings events until it is closed. */
export async function openWebhooks({ config, feed, registry, log, times = TIMES }: WebhooksParts): Promise<Webhooks> {
  const { stateDir, webhooks, organisation } = config;
  const options = { name: 'webhooks', url: config.database?.url, stateDir, durability: 'full', migrations: webhookMigrations } as const;
  const database = await openDatabase<WebhookTables>(options);
  const { mspId } = organisation;
  const { allowPrivate } = webhooks;
  const store = newWebhookStore(database.db, mspId);
  const lease = newLease(database, { table: WEBHOOK_LEASES, name: mspId, owner: randomUUID(), ttlMs: times.leaseMs });
  const deliveries = new Counter({
    name: 'shengjing_webhook_deliveries_total',
    help: 'Deliveries to webhooks, by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const onDelivery = (outcome: string): void => {
    deliveries.inc({ outcome });
  };
  const end = new AbortController();
  const working = deliverWebhooks({ store, feed, lease, mspId, allowPrivate, log, times, onDelivery }, end.signal);
  return {
    store,
    allowPrivate,
    close: async () => {
      end.abort();
      await working;
      await lease.release().catch(() => undefined);
      await database.close();
    },
  };
}
