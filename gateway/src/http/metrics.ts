import { Counter, Histogram, Registry } from 'prom-client';

import type { StageObserver } from '../fabric';

/** What the gateway counts. */
export interface Metrics {
  readonly registry: Registry;
  /** @param route - Method and path pattern, never a path as requested. */
  countRequest(route: string, status: number, seconds: number): void;
  countError(code: string): void;
  readonly countStage: StageObserver;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics with a registry of their own. */
export function newMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'shengjing_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route and status.',
    labelNames: ['route', 'status'] as const,
    buckets: BUCKETS,
    registers,
  });
  const stages = new Histogram({
    name: 'shengjing_fabric_stage_duration_seconds',
    help: 'Duration of the stages of Fabric calls.',
    labelNames: ['stage', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  });
  const errors = new Counter({
    name: 'shengjing_errors_total',
    help: 'Problems answered, by error code.',
    labelNames: ['code'] as const,
    registers,
  });
  return {
    registry,
    countRequest: (route, status, seconds) => {
      requests.observe({ route, status }, seconds);
    },
    countError: (code) => {
      errors.inc({ code });
    },
    countStage: (stage, outcome, seconds) => {
      stages.observe({ stage, outcome }, seconds);
    },
  };
}
