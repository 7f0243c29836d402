import { Gauge, type Registry } from 'prom-client';

import type { OutboxStore } from './outbox-store';

/** Stored transactions whose outcome is not known yet, those of every process that shares the outbox. */
export interface BacklogSize {
  readonly requests: number;
  /** When the gateway first had the oldest of their requests, in milliseconds since 1970; null when there is none. */
  readonly since: number | null;
}

/** The backlog as last seen. */
export interface Backlog {
  /** Whether as many wait as may: then nothing new is taken on. */
  readonly isFull: boolean;
  readonly size: BacklogSize;
  /** Looks again. */
  look(): Promise<void>;
}

/** @param limit - How many may wait; a few more do, those that came since the last look. */
export function newBacklog(store: Pick<OutboxStore, 'measureBacklog'>, limit: number): Backlog {
  let size: BacklogSize = { requests: 0, since: null };
  return {
    get isFull() {
      return size.requests >= limit;
    },
    get size() {
      return size;
    },
    look: async () => {
      size = await store.measureBacklog();
    },
  };
}

/** Shows the backlog to Prometheus. */
export function registerBacklogGauges(registry: Registry, backlog: Backlog, now: () => number): void {
  const registers = [registry];
  new Gauge({
    name: 'shengjing_outbox_unresolved_requests',
    help: 'Stored transactions whose outcome is not known yet.',
    registers,
    collect() {
      this.set(backlog.size.requests);
    },
  });
  new Gauge({
    name: 'shengjing_outbox_oldest_unresolved_seconds',
    help: 'For how long the oldest of them has been waiting.',
    registers,
    collect() {
      const { since } = backlog.size;
      this.set(since === null ? 0 : Math.max(0, now() - since) / 1_000);
    },
  });
}
