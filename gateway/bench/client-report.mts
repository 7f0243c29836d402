import { mapValues } from './map-values.mts';
import { add, CLASSES, type CpuTime, type ProcessClass } from './processes.mts';
import { type Median, type Percentiles, sum, toMedian, toPercentiles } from './statistics.mts';
import type { Measured, Turn } from './turns.mts';

/** What one contender did in all rounds. */
export interface ClientReport {
  /** Under load; the median of the rounds. */
  readonly perSecond: Median;
  readonly latencyMs: { readonly lone: Percentiles; readonly loaded: Percentiles };
  /** Processor time under load. */
  readonly cpu: {
    /** Milliseconds for one call, by class of process. */
    readonly msPerCall: Readonly<Record<ProcessClass, number>>;
    /** Share of what all of these classes used. */
    readonly share: Readonly<Record<ProcessClass, number>>;
    /** Share of the machine's processors that these used, and that anything else on the machine used. */
    readonly inUse: number;
    readonly inUseByOthers: number;
  };
  readonly failures: Readonly<Record<string, number>>;
  /** Of what is ordered: valid and invalid transactions in blocks, and calls that were answered. */
  readonly blocks?: { readonly blocks: number; readonly valid: number; readonly invalid: number; readonly answered: number };
}

/** Two contenders compared by what they did in the same round. */
export interface Ratio<Name extends string> {
  readonly of: Name;
  readonly to: Name;
  readonly value: (turn: Measured) => number;
}

/** Medians of ratios, and the medians' intervals, under the same names. */
export interface RatioReport<Name extends string> {
  readonly ratios: Readonly<Record<Name, number>>;
  readonly intervals: Readonly<Record<Name, Pick<Median, 'low' | 'high' | 'coverage'>>>;
}

/** What is compared. Rates: more is better; latencies: less is. */
export const rate = (turn: Measured): number => turn.perSecond;
export const loneMedian = (turn: Measured): number => toPercentiles(turn.lone).p50;
export const loadedMedian = (turn: Measured): number => toPercentiles(turn.loaded).p50;

/** The median, with its interval, of the ratios taken within each round. */
export function toRatioMedian(turns: readonly Turn<string>[], { of, to, value }: Ratio<string>): Median {
  const pairs = turns
    .filter(({ client }) => client === of)
    .flatMap((turn) => turns.filter(({ round, client }) => round === turn.round && client === to).map((other) => value(turn) / value(other)));
  return toMedian(pairs);
}

export function toRatioReport<Name extends string>(medians: Readonly<Record<Name, Median>>): RatioReport<Name> {
  return {
    ratios: mapValues(medians, ({ median }) => median),
    intervals: mapValues(medians, ({ low, high, coverage }) => ({ low, high, coverage })),
  };
}

/** A report of each of these contenders. */
export function toClientReports<Name extends string>(names: readonly Name[], turns: readonly Turn<string>[]): Record<Name, ClientReport> {
  const reports = names.map((name) => [name, toClientReport(turns.filter(({ client }) => client === name))]);
  return Object.fromEntries(reports) as Record<Name, ClientReport>;
}

function toClientReport(turns: readonly Measured[]): ClientReport {
  const cpu = turns.map((turn) => turn.cpu).reduce(add);
  const blocks = turns.flatMap((turn) => turn.blocks ?? []);
  const calls = sum(turns.map(({ loaded }) => loaded.length));
  return {
    perSecond: toMedian(turns.map(rate)),
    latencyMs: {
      lone: toPercentiles(turns.flatMap(({ lone }) => lone)),
      loaded: toPercentiles(turns.flatMap(({ loaded }) => loaded)),
    },
    cpu: toCpuReport(cpu, calls),
    failures: addUp(turns.flatMap(({ failures }) => Object.entries(failures))),
    ...(blocks.length > 0 && {
      blocks: {
        blocks: sum(blocks.map((count) => count.blocks)),
        valid: sum(blocks.map(({ valid }) => valid)),
        invalid: sum(blocks.map(({ invalid }) => invalid)),
        answered: sum(blocks.map(({ answered }) => answered)),
      },
    }),
  };
}

function toCpuReport(cpu: CpuTime, calls: number): ClientReport['cpu'] {
  const used = sum(CLASSES.map((name) => cpu[name]));
  const perClass = (map: (seconds: number) => number) =>
    Object.fromEntries(CLASSES.map((name) => [name, map(cpu[name])])) as Record<ProcessClass, number>;
  return {
    msPerCall: perClass((seconds) => (1000 * seconds) / calls),
    share: perClass((seconds) => seconds / used),
    inUse: used / cpu.available,
    // The kernel rounds each process's time, so nothing can come out as less than nothing.
    inUseByOthers: Math.max(0, cpu.others / cpu.available),
  };
}

function addUp(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, value] of entries) {
    total[name] = (total[name] ?? 0) + value;
  }
  return total;
}
