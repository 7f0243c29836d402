import { type ClientName, type ClientOf, CLIENTS, type Operation } from './client.mts';
import { type ClientReport, loadedMedian, loneMedian, rate, type Ratio, type RatioReport, toClientReports, toRatioMedian, toRatioReport } from './client-report.mts';
import { describeMachine, type Machine } from './machine.mts';
import { mapValues } from './map-values.mts';
import { DISTRICT, type NetworkShape, type NetworkUnderTest, toNetworkShape } from './network.mts';
import type { MemoryByProcess } from './processes.mts';
import type { RoundNumbers, Turns } from './rounds.mts';

/** The result of a run. */
export interface Report extends RatioReport<RatioName> {
  readonly schema: 'bench/2';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: RoundNumbers & { readonly network: NetworkShape };
  readonly issue: Readonly<Record<ClientOf<'issue'>, ClientReport>>;
  readonly verify: Readonly<Record<ClientOf<'verify'>, ClientReport>>;
  /** Of every process of the network, by its name, before the rounds and after them. */
  readonly memoryBytes: { readonly before: MemoryByProcess; readonly after: MemoryByProcess };
}

interface OperationRatio extends Ratio<ClientName> {
  readonly operation: Operation;
}

/** What is compared. Rates: more is better; latencies: less is. */
export const RATIOS = {
  httpToBare: { operation: 'issue', of: 'http', to: 'bare', value: rate },
  httpToBarePlusOutbox: { operation: 'issue', of: 'http', to: 'barePlusOutbox', value: rate },
  barePlusOutboxToBare: { operation: 'issue', of: 'barePlusOutbox', to: 'bare', value: rate },
  sdkSignerToBare: { operation: 'issue', of: 'sdkSigner', to: 'bare', value: rate },
  httpToBareLoneLatency: { operation: 'issue', of: 'http', to: 'bare', value: loneMedian },
  httpToBarePlusOutboxLoneLatency: { operation: 'issue', of: 'http', to: 'barePlusOutbox', value: loneMedian },
  barePlusOutboxToBareLoneLatency: { operation: 'issue', of: 'barePlusOutbox', to: 'bare', value: loneMedian },
  sdkSignerToBareLoneLatency: { operation: 'issue', of: 'sdkSigner', to: 'bare', value: loneMedian },
  httpToBareLoadedLatency: { operation: 'issue', of: 'http', to: 'bare', value: loadedMedian },
  httpToBarePlusOutboxLoadedLatency: { operation: 'issue', of: 'http', to: 'barePlusOutbox', value: loadedMedian },
  barePlusOutboxToBareLoadedLatency: { operation: 'issue', of: 'barePlusOutbox', to: 'bare', value: loadedMedian },
  sdkSignerToBareLoadedLatency: { operation: 'issue', of: 'sdkSigner', to: 'bare', value: loadedMedian },
  verifyHttpToBare: { operation: 'verify', of: 'http', to: 'bare', value: rate },
  verifySdkSignerToBare: { operation: 'verify', of: 'sdkSigner', to: 'bare', value: rate },
  verifyHttpToBareLoneLatency: { operation: 'verify', of: 'http', to: 'bare', value: loneMedian },
  verifySdkSignerToBareLoneLatency: { operation: 'verify', of: 'sdkSigner', to: 'bare', value: loneMedian },
  verifyHttpToBareLoadedLatency: { operation: 'verify', of: 'http', to: 'bare', value: loadedMedian },
  verifySdkSignerToBareLoadedLatency: { operation: 'verify', of: 'sdkSigner', to: 'bare', value: loadedMedian },
} as const satisfies Record<string, OperationRatio>;
export type RatioName = keyof typeof RATIOS;

/** What a report is made from beside the turns. */
export interface ReportContext {
  readonly network: NetworkUnderTest;
  readonly numbers: RoundNumbers;
  readonly started: number;
  readonly memory: Report['memoryBytes'];
}

/** The process that is measured. */
export const MEASURED_GATEWAY = `gateway.${DISTRICT}`;

export function toReport(turns: Turns, { network, numbers, started, memory }: ReportContext): Report {
  return {
    schema: 'bench/2',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: { ...numbers, network: toNetworkShape(network) },
    ...toRatioReport(mapValues(RATIOS, (ratio: OperationRatio) => toRatioMedian(turns[ratio.operation], ratio))),
    issue: toClientReports(CLIENTS.issue, turns.issue),
    verify: toClientReports(CLIENTS.verify, turns.verify),
    memoryBytes: memory,
  };
}
