import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { AdmissionMetrics, LaneLoad } from '../admission';
import type { StageObserver } from '../fabric';

/** What the gateway counts. */
export interface Metrics extends AdmissionMetrics {
  readonly registry: Registry;
  /** @param route - Method and path pattern, never a path as requested. */
  countRequest(route: string, status: number, seconds: number): void;
  countError(code: string): void;
  /** A connection that was closed at once, since there are too many. */
  readonly countRefusedConnection: () => void;
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
  const refusals = new Counter({
    name: 'shengjing_http_refused_total',
    help: 'Requests that were not taken on, by lane and reason.',
    labelNames: ['lane', 'reason'] as const,
    registers,
  });
  const refusedConnections = new Counter({
    name: 'shengjing_http_connections_refused_total',
    help: 'Connections closed at once because there were too many.',
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
    countRefusal: (lane, reason) => {
      refusals.inc({ lane, reason });
    },
    countRefusedConnection: () => {
      refusedConnections.inc();
    },
    watchLanes: (load) => {
      newLaneGauge('shengjing_http_in_flight', 'Requests that are served now, by lane.', registers, () => pick(load(), 'inFlight'));
      newLaneGauge('shengjing_http_queued', 'Requests that have arrived and are not served yet, by lane.', registers, () => pick(load(), 'queued'));
    },
    countStage: (stage, outcome, seconds) => {
      stages.observe({ stage, outcome }, seconds);
    },
  };
}

/** A gauge that is read whenever the metrics are. */
function newLaneGauge(name: string, help: string, registers: Registry[], read: () => [string, number][]): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: ['lane'] as const,
    registers,
    collect: () => {
      for (const [lane, value] of read()) {
        gauge.set({ lane }, value);
      }
    },
  });
}

function pick(load: Readonly<Record<string, LaneLoad>>, field: keyof LaneLoad): [string, number][] {
  return Object.entries(load).map(([lane, value]) => [lane, value[field]]);
}
