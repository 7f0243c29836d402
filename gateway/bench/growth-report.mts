import { type ClientReport } from './client-report.mts';
import { describeMachine, type Machine } from './machine.mts';
import { mapValues } from './map-values.mts';
import { type NetworkShape, type NetworkUnderTest, toNetworkShape } from './network.mts';
import type { Preload } from './preload.mts';
import { CLASSES, type CpuTime, type MemoryByProcess } from './processes.mts';
import { CPU_EXPLAINED, renderChecks, renderCpu, renderMemory, renderNetwork, renderRates, renderRun, type Row, table } from './render.mts';
import type { RoundNumbers } from './rounds.mts';
import { sum } from './statistics.mts';

/** Issues with so many licenses on the ledger. */
export interface Phase {
  /** On the ledger before the phase and after it. */
  readonly licenses: number;
  readonly licensesAfter: number;
  readonly issue: ClientReport;
  /** Of every process of the network, after the phase. */
  readonly memoryBytes: MemoryByProcess;
}

/** How the ledger grew before a phase. */
export interface MeasuredPreload extends Preload {
  readonly cpu: CpuTime;
}

/** Phases that are compared, and how the ledger grew before each. */
export interface Growth {
  readonly few: Phase;
  readonly many: Phase;
  readonly preloads: readonly MeasuredPreload[];
}

/** The result of a run. */
export interface GrowthReport extends Growth {
  readonly schema: 'bench-growth/1';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: RoundNumbers & { readonly few: number; readonly preload: number; readonly network: NetworkShape };
  /** Many licenses against few. Of latencies: less is better; of the rate: more is. */
  readonly ratios: Readonly<Record<GrowthRatio, number>>;
}

const RATIOS = {
  manyToFewLoneP50: ({ issue }: Phase) => issue.latencyMs.lone.p50,
  manyToFewLoneP95: ({ issue }: Phase) => issue.latencyMs.lone.p95,
  manyToFewLoadedP50: ({ issue }: Phase) => issue.latencyMs.loaded.p50,
  manyToFewLoadedP95: ({ issue }: Phase) => issue.latencyMs.loaded.p95,
  manyToFewRate: ({ issue }: Phase) => issue.perSecond.median,
} as const;
export type GrowthRatio = keyof typeof RATIOS;

export function toGrowthReport(
  growth: Growth,
  context: { readonly network: NetworkUnderTest; readonly numbers: Omit<GrowthReport['parameters'], 'network'>; readonly started: number },
): GrowthReport {
  const { network, numbers, started } = context;
  return {
    schema: 'bench-growth/1',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: { ...numbers, network: toNetworkShape(network) },
    ratios: mapValues(RATIOS, (value: (phase: Phase) => number) => value(growth.many) / value(growth.few)),
    ...growth,
  };
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderGrowth(report: GrowthReport): string {
  const { machine, parameters, few, many, preloads, ratios } = report;
  const rows = [few, many].map(({ licenses, issue }): Row => [`issue a license with ${String(licenses)} on the ledger`, issue]);
  const imports = preloads.map(({ licenses, seconds, cpu }) => {
    const cost = (1000 * sum(CLASSES.map((name) => cpu[name]))) / licenses;
    return `${String(licenses)} licenses in ${seconds.toFixed(0)} s (${(licenses / seconds).toFixed(0)} a second, ${cost.toFixed(1)} ms of processor time for each)`;
  });
  return [
    [renderRun(report), renderNetwork(machine, parameters.network), `- imported in batches: ${imports.join('; then ')}`].join('\n'),
    `Through HTTP; ${String(parameters.rounds)} rounds with few licenses, then as many with many. Latencies in milliseconds over all rounds: p50 / p95 / p99.`,
    renderRates(rows, parameters.inFlight),
    'With many licenses against few; what took place in between is all that separates them, so the machine may have changed too:',
    table(['ratio', ''], Object.entries(ratios).map(([name, value]) => [name, value.toFixed(3)])),
    CPU_EXPLAINED,
    renderCpu(rows),
    'Resident memory of each process with few licenses, with many, and at most:',
    renderMemory({ before: few.memoryBytes, after: many.memoryBytes }),
    renderChecks(rows),
  ].join('\n\n');
}
