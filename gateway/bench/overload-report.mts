import type { LoadCount } from './overload-load.mts';
import type { Machine } from './machine.mts';
import type { OverloadOptions } from './overload-options.mts';
import type { Watched } from './overload-watch.mts';
import { gib, mib, table } from './render.mts';
import { type Percentiles, toPercentiles } from './statistics.mts';

/** One load, with what came of it. */
export interface LoadReport {
  readonly sent: number;
  readonly sentPerSecond: number;
  /** Licenses issued per second while calls were sent. */
  readonly goodput: number;
  readonly answers: LoadCount['answers'];
  readonly withoutRetryAfter: number;
  /** Of the licenses issued. */
  readonly latencyMs: Percentiles;
  /** Share of the processors that the load generator used. */
  readonly generatorShare: number;
}

/** The result of a run. */
export interface OverloadReport {
  readonly schema: 'overload/1';
  readonly at: string;
  readonly machine: Machine;
  readonly parameters: OverloadOptions;
  /** Median latency of lone issues, in milliseconds. */
  readonly idleMs: number;
  readonly levels: readonly (LoadReport & { readonly inFlight: number })[];
  /** The best goodput of the levels. */
  readonly peak: number;
  readonly overload: LoadReport & Pick<Watched, 'health'>;
  /** Goodput under overload against the peak. */
  readonly ratio: number;
  /** Resident memory of the gateway. */
  readonly memoryBytes: { readonly before: number; readonly during: number; readonly after: number };
  /** From the last call of the overload to a lone issue within twice the idle latency. */
  readonly recoverySeconds: number;
  readonly holds: Readonly<Record<Requirement, boolean>>;
}

export type Requirement = 'onlyRefusals' | 'goodput' | 'recovery' | 'health';

const MIN_RATIO = 0.8;
const MAX_RECOVERY_SECONDS = 10;
const EXPECTED = ['201', '429', '503'];

export function toLoadReport(count: LoadCount, cores: number): LoadReport {
  const { sent, seconds, issued, answers, withoutRetryAfter, latencies, cpuSeconds } = count;
  return {
    sent,
    sentPerSecond: sent / seconds,
    goodput: issued / seconds,
    answers,
    withoutRetryAfter,
    latencyMs: toPercentiles(latencies),
    generatorShare: cpuSeconds / seconds / cores,
  };
}

/** What was demanded, and whether it was so. */
export function judge({ overload, ratio, recoverySeconds }: Pick<OverloadReport, 'overload' | 'ratio' | 'recoverySeconds'>): OverloadReport['holds'] {
  const { answers, withoutRetryAfter, health } = overload;
  return {
    onlyRefusals: withoutRetryAfter === 0 && Object.keys(answers).every((said) => EXPECTED.includes(said)),
    goodput: ratio >= MIN_RATIO,
    recovery: recoverySeconds <= MAX_RECOVERY_SECONDS,
    health: health.answered === health.asked,
  };
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderOverload(report: OverloadReport): string {
  const { machine, parameters, overload, memoryBytes, holds } = report;
  const failed = Object.entries(holds).filter(([, held]) => !held);
  const rows = [
    ...report.levels.map((level) => [`${String(level.inFlight)} in flight`, ...toCells(level)]),
    [`${String(parameters.factor)} times the peak`, ...toCells(overload)],
  ];
  return [
    `- ${report.at}; ${machine.processor}, ${String(machine.cores)} cores, ${gib(machine.memoryBytes)}, Node.js ${machine.node}, Fabric ${machine.fabric}; the network and the load generator **share these cores**; ${String(parameters.people)} people take turns`,
    table(['issues through one gateway', 'sent/s', 'issued/s', 'p50 / p99 ms', 'answers', 'generator'], rows),
    [
      `- goodput at ${String(parameters.factor)} times the peak: ${percent(report.ratio)} of the peak of ${report.peak.toFixed(1)} a second`,
      `- memory of the gateway (resident): ${mib(memoryBytes.before)} before, ${mib(memoryBytes.during)} at most during, ${mib(memoryBytes.after)} after`,
      `- /healthz meanwhile: ${String(overload.health.answered)} of ${String(overload.health.asked)} answered, the slowest in ${overload.health.worstMs.toFixed(0)} ms`,
      `- recovery: ${report.recoverySeconds.toFixed(1)} s until a lone issue takes less than twice its ${report.idleMs.toFixed(0)} ms`,
      `- demanded and ${failed.length === 0 ? 'held: all' : `NOT held: ${failed.map(([name]) => name).join(', ')}`}`,
    ].join('\n'),
  ].join('\n\n');
}

function toCells({ sentPerSecond, goodput, latencyMs, answers, withoutRetryAfter, generatorShare }: LoadReport): string[] {
  const said = Object.entries(answers).map(([name, count]) => `${name}: ${String(count)}`);
  return [
    sentPerSecond.toFixed(0),
    goodput.toFixed(1),
    `${latencyMs.p50.toFixed(0)} / ${latencyMs.p99.toFixed(0)}`,
    [...said, ...(withoutRetryAfter > 0 ? [`without Retry-After: ${String(withoutRetryAfter)}`] : [])].join(', '),
    percent(generatorShare),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
