import type { LoadCount } from './overload-load.mts';
import type { Machine } from './machine.mts';
import type { OverloadOptions } from './overload-options.mts';
import type { Watched } from './overload-watch.mts';
import { gib, mib, table } from './render.mts';
import { type Median, type Percentiles, toMedian, toPercentiles } from './statistics.mts';

/** One load, with what came of it. */
export interface LoadReport {
  readonly sent: number;
  readonly sentPerSecond: number;
  /** Licenses issued per second, after the ramp and while calls were sent. */
  readonly goodput: number;
  readonly answers: LoadCount['answers'];
  readonly withoutRetryAfter: number;
  /** Of the licenses issued. */
  readonly latencyMs: Percentiles;
  /** Shares of the processors that the load generator used, and that anything else beside network and benchmark did. */
  readonly cpu: { readonly generator: number; readonly others: number };
}

/** A load of callers who wait for their answers. */
export interface Level extends LoadReport {
  readonly inFlight: number;
}

/** Several times the peak for a while, right after the peak itself. */
export interface Round {
  readonly peak: Level;
  readonly overload: LoadReport;
  /** Goodput under overload against that of the peak just before. */
  readonly ratio: number;
  /** Resident memory of the gateway, in bytes. */
  readonly memoryBytes: { readonly before: number; readonly during: number; readonly after: number };
  readonly health: Watched['health'];
  /** From the last call of the overload to a lone issue within twice the idle latency. */
  readonly recoverySeconds: number;
}

/** The result of a run. */
export interface OverloadReport {
  readonly schema: 'overload/1';
  readonly at: string;
  readonly machine: Machine;
  readonly parameters: OverloadOptions;
  /** Median latency of lone issues, in milliseconds. */
  readonly idleMs: number;
  readonly levels: readonly Level[];
  readonly rounds: readonly Round[];
  /** Median of the rounds. */
  readonly ratio: Median;
  readonly holds: Readonly<Record<Requirement, boolean>>;
}

export type Requirement = 'onlyRefusals' | 'goodput' | 'recovery' | 'health';

const MIN_RATIO = 0.8;
const MAX_RECOVERY_SECONDS = 10;
const EXPECTED = ['201', '429', '503'];

/** @param otherSeconds - Processor time in that time of all that is neither the network nor this process. */
export function toLoadReport(count: LoadCount, cores: number, otherSeconds: number): LoadReport {
  const { sent, seconds, steady, answers, withoutRetryAfter, latencies, cpuSeconds } = count;
  const available = seconds * cores;
  return {
    sent,
    sentPerSecond: sent / seconds,
    goodput: steady.issued / steady.seconds,
    answers,
    withoutRetryAfter,
    latencyMs: toPercentiles(latencies),
    cpu: { generator: cpuSeconds / available, others: Math.max(0, otherSeconds - cpuSeconds) / available },
  };
}

/** What was demanded, and whether it was so: goodput in the middle, all else in every round. */
export function judge(rounds: readonly Round[]): OverloadReport['holds'] {
  return {
    onlyRefusals: rounds.every(({ overload }) => isOnlyRefusals(overload)),
    goodput: toMedian(rounds.map(({ ratio }) => ratio)).median >= MIN_RATIO,
    recovery: rounds.every(({ recoverySeconds }) => recoverySeconds <= MAX_RECOVERY_SECONDS),
    health: rounds.every(({ health }) => health.answered === health.asked),
  };
}

function isOnlyRefusals({ answers, withoutRetryAfter }: LoadReport): boolean {
  return withoutRetryAfter === 0 && Object.keys(answers).every((said) => EXPECTED.includes(said));
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderOverload(report: OverloadReport): string {
  const { machine, parameters, rounds, levels, ratio, holds } = report;
  const failed = Object.entries(holds).filter(([, held]) => !held);
  const loads = [
    ...levels.map((level) => [`${String(level.inFlight)} in flight`, ...toCells(level)]),
    ...rounds.flatMap(({ peak, overload }) => [
      [`${String(peak.inFlight)} in flight`, ...toCells(peak)],
      [`${String(parameters.factor)} times the peak`, ...toCells(overload)],
    ]),
  ];
  const outcomes = rounds.map(({ ratio: of, memoryBytes, health, recoverySeconds }) => [
    of.toFixed(2),
    [memoryBytes.before, memoryBytes.during, memoryBytes.after].map(mib).join(' / '),
    `${String(health.answered)} of ${String(health.asked)}, ${health.worstMs.toFixed(0)} ms`,
    `${recoverySeconds.toFixed(1)} s`,
  ]);
  return [
    `- ${report.at}; ${machine.processor}, ${String(machine.cores)} cores, ${gib(machine.memoryBytes)}, Node.js ${machine.node}, Fabric ${machine.fabric}\n- the network and the load generator **share these cores**; ${String(parameters.people)} people take turns; a lone issue takes ${report.idleMs.toFixed(0)} ms`,
    table(['issues through one gateway', 'sent/s', 'issued/s', 'p50 / p99 ms', 'answers', 'generator', 'others'], loads),
    table(['overload to peak', 'memory of the gateway: before / most during / after', '/healthz answered, slowest', 'recovery'], outcomes),
    `Goodput at ${String(parameters.factor)} times the peak, median of the rounds: ${percent(ratio.median)} of the peak. Demanded and ${failed.length === 0 ? 'held: all' : `NOT held: ${failed.map(([name]) => name).join(', ')}`}.`,
  ].join('\n\n');
}

function toCells({ sentPerSecond, goodput, latencyMs, answers, withoutRetryAfter, cpu }: LoadReport): string[] {
  const said = Object.entries(answers).map(([name, count]) => `${name}: ${String(count)}`);
  return [
    sentPerSecond.toFixed(0),
    goodput.toFixed(1),
    `${latencyMs.p50.toFixed(0)} / ${latencyMs.p99.toFixed(0)}`,
    [...said, ...(withoutRetryAfter > 0 ? [`without Retry-After: ${String(withoutRetryAfter)}`] : [])].join(', '),
    percent(cpu.generator),
    percent(cpu.others),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
