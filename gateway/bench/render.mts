import { type ClientReport, type RatioReport } from './client-report.mts';
import type { Machine } from './machine.mts';
import type { NetworkShape } from './network.mts';
import { CLASSES, type MemoryByProcess } from './processes.mts';
import { type Percentiles, sum } from './statistics.mts';

const MIB = 1024 * 1024;
/** The authorities have nothing to do under load. */
const SHOWN = CLASSES.filter((name) => name !== 'authorities');

/** A contender under the name that a person reads. */
export type Row = readonly [name: string, report: ClientReport];

/** When, for how long, and on what. */
export function renderRun({ at, seconds, machine }: { readonly at: string; readonly seconds: number; readonly machine: Machine }): string {
  return `- ${at}, ${String(seconds)} s; ${machine.processor}, ${String(machine.cores)} cores, ${gib(machine.memoryBytes)}, Linux ${machine.kernel}, Node.js ${machine.node}, Fabric ${machine.fabric}`;
}

export function renderNetwork({ cores }: Machine, network: NetworkShape): string {
  return `- ${String(network.orderers)} orderers, ${String(network.peers)} peers with a chaincode server each, three gateways and the load generator **share these ${String(cores)} cores**; blocks of at most ${String(network.maxMessageCount)} transactions or ${network.batchTimeout}`;
}

/** How the medians of so many rounds are to be read. */
export function explainMedians(rounds: number, { intervals }: RatioReport<string>): string {
  const coverage = (100 * (Object.values(intervals)[0]?.coverage ?? NaN)).toFixed(1);
  return `Medians of ${String(rounds)} rounds, in brackets the interval of the median (order statistics, ${coverage} %). Commits are counted from the blocks of a peer. Latencies in milliseconds over all rounds: p50 / p95 / p99.`;
}

export function renderRates(rows: readonly Row[], inFlight: number): string {
  const cells = rows.map(([name, { perSecond, latencyMs }]) => [
    name,
    `${perSecond.median.toFixed(0)} [${perSecond.low.toFixed(0)}, ${perSecond.high.toFixed(0)}]`,
    latencies(latencyMs.lone),
    latencies(latencyMs.loaded),
    String(latencyMs.loaded.samples),
  ]);
  return table(['', 'per second', 'latency, alone', `latency, ${String(inFlight)} in flight`, 'calls'], cells);
}

/** @param meanings - What each ratio is of. */
export function renderRatios<Name extends string>({ ratios, intervals }: RatioReport<Name>, meanings: Readonly<Record<Name, string>>): string {
  const names = Object.keys(meanings) as Name[];
  const rows = names.map((name) => {
    const { low, high } = intervals[name];
    return [name, meanings[name], `${ratios[name].toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`];
  });
  return table(['ratio', 'of', 'median'], rows);
}

export const CPU_EXPLAINED =
  'Processor time for one call under load, in milliseconds, by class of process (and the share of it); then how much of the processors all of them used, and how much anything else on the machine:';

export function renderCpu(rows: readonly Row[]): string {
  const cells = rows.map(([title, { cpu: { msPerCall, share, inUse, inUseByOthers } }]) => [
    title,
    ...SHOWN.map((name) => `${msPerCall[name].toFixed(2)} (${percent(share[name])})`),
    sum(CLASSES.map((name) => msPerCall[name])).toFixed(2),
    percent(inUse),
    percent(inUseByOthers),
  ]);
  return table(['', ...SHOWN, 'together', 'processors in use', 'by others'], cells);
}

/** What the blocks hold against what was answered, and what failed. */
export function renderChecks(rows: readonly Row[]): string {
  const blocks = rows.flatMap(([name, report]) => {
    const { valid, invalid, answered } = report.blocks ?? {};
    return valid === undefined ? [] : [`${name} ${String(valid)} valid, ${String(invalid)} invalid, ${String(answered)} answered`];
  });
  const failures = rows.flatMap(([name, report]) => Object.entries(report.failures).map(([said, count]) => `${name}: ${said} (${String(count)})`));
  return [
    ...(blocks.length > 0 ? [`- transactions in blocks under load: ${blocks.join('; ')}`] : []),
    `- failures: ${failures.length === 0 ? 'none' : failures.join('; ')}`,
  ].join('\n');
}

/** Resident memory of each process. */
export function renderMemory({ before, after }: Readonly<Record<'before' | 'after', MemoryByProcess>>): string {
  const rows = Object.entries(after).map(([name, { resident, peak }]) => [name, mib(before[name]?.resident ?? NaN), mib(resident), mib(peak)]);
  return table(['process', 'before', 'after', 'at most'], rows);
}

export function latencies({ p50, p95, p99 }: Percentiles): string {
  return [p50, p95, p99].map(milliseconds).join(' / ');
}

export function milliseconds(value: number): string {
  return value.toFixed(value < 1 ? 2 : Number(value < 20));
}

/** Markdown with columns of equal width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

export function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`;
}

export function gib(bytes: number): string {
  return `${(bytes / MIB / 1024).toFixed(0)} GiB`;
}
