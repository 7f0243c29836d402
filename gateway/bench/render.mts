import { type ClientName, CLIENTS } from './client.mts';
import { CLASSES } from './processes.mts';
import { type ClientReport, RATIOS, type RatioName, type Report } from './report.mts';
import { type Operation, OPERATIONS } from './rounds.mts';
import { type Percentiles, sum } from './statistics.mts';

const CLIENT_NAMES: Readonly<Record<ClientName, string>> = {
  http: 'through HTTP',
  bare: 'bare client, native signer',
  sdkSigner: "bare client, the SDK's signer",
};
const OPERATION_NAMES: Readonly<Record<Operation, string>> = { issue: 'issue a license', verify: 'verify a license' };
const MIB = 1024 * 1024;
/** The authorities have nothing to do under load. */
const SHOWN = CLASSES.filter((name) => name !== 'authorities');

/** The result as Markdown, which is also what a terminal shows. */
export function render(report: Report): string {
  const { parameters, intervals } = report;
  const coverage = (100 * intervals.httpToBare.coverage).toFixed(1);
  return [
    describeRun(report),
    `Medians of ${String(parameters.rounds)} rounds, in brackets the interval of the median (order statistics, ${coverage} %). Commits are counted from the blocks of a peer. Latencies in milliseconds over all rounds: p50 / p95 / p99.`,
    renderRates(report),
    'Ratios to the bare client, taken in each round:',
    renderRatios(report),
    'Processor time for one call under load, in milliseconds, by class of process (and the share of it); then how much of the processors all of them used, and how much anything else on the machine:',
    renderCpu(report),
    describeRest(report),
  ].join('\n\n');
}

function describeRun({ at, seconds, machine, parameters }: Report): string {
  const { network, inFlight } = parameters;
  return [
    `- ${at}, ${String(seconds)} s; ${machine.processor}, ${String(machine.cores)} cores, ${gib(machine.memoryBytes)}, Linux ${machine.kernel}, Node.js ${machine.node}, Fabric ${machine.fabric}`,
    `- ${String(network.orderers)} orderers, ${String(network.peers)} peers with a chaincode server each, three gateways and the load generator **share these ${String(machine.cores)} cores**; blocks of at most ${String(network.maxMessageCount)} transactions or ${network.batchTimeout}`,
    `- ${String(parameters.rounds)} rounds; in each, every client in turn (the order changes): ${String(parameters.lone)} issues alone, then ${String(parameters.seconds)} s with ${String(inFlight)} in flight; verifications likewise`,
  ].join('\n');
}

function renderRates(report: Report): string {
  const { inFlight } = report.parameters;
  const rows = eachClient(report, ({ perSecond, latencyMs }) => [
    `${perSecond.median.toFixed(0)} [${perSecond.low.toFixed(0)}, ${perSecond.high.toFixed(0)}]`,
    latencies(latencyMs.lone),
    latencies(latencyMs.loaded),
    String(latencyMs.loaded.samples),
  ]);
  return table(['', 'per second', 'latency, alone', `latency, ${String(inFlight)} in flight`, 'calls'], rows);
}

function renderRatios({ ratios, intervals }: Report): string {
  const names = Object.keys(RATIOS) as RatioName[];
  const rows = names.map((name) => {
    const { low, high } = intervals[name];
    return [name, OPERATION_NAMES[RATIOS[name].operation], `${ratios[name].toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`];
  });
  return table(['ratio', 'of', 'median'], rows);
}

function renderCpu(report: Report): string {
  const rows = eachClient(report, ({ cpu: { msPerCall, share, inUse, inUseByOthers } }) => [
    ...SHOWN.map((name) => `${msPerCall[name].toFixed(2)} (${percent(share[name])})`),
    sum(CLASSES.map((name) => msPerCall[name])).toFixed(2),
    percent(inUse),
    percent(inUseByOthers),
  ]);
  return table(['', ...SHOWN, 'together', 'processors in use', 'by others'], rows);
}

function describeRest(report: Report): string {
  const { before, after } = report.gatewayMemoryBytes;
  const blocks = CLIENTS.map((client) => {
    const { valid = 0, invalid = 0, answered = 0 } = report.issue[client].blocks ?? {};
    return `${CLIENT_NAMES[client]} ${String(valid)} valid, ${String(invalid)} invalid, ${String(answered)} answered`;
  });
  const failures = OPERATIONS.flatMap((operation) =>
    CLIENTS.flatMap((client) => Object.entries(report[operation][client].failures).map(([said, count]) => `${operation} ${client} ${said} (${String(count)})`)),
  );
  return [
    `- memory of the gateway (resident): ${mib(before.resident)} before the rounds, ${mib(after.resident)} after, ${mib(after.peak)} at most`,
    `- transactions in blocks under load: ${blocks.join('; ')}`,
    `- failures: ${failures.length === 0 ? 'none' : failures.join('; ')}`,
  ].join('\n');
}

function eachClient(report: Report, toCells: (client: ClientReport) => string[]): string[][] {
  return OPERATIONS.flatMap((operation) =>
    CLIENTS.map((client) => [`${OPERATION_NAMES[operation]}: ${CLIENT_NAMES[client]}`, ...toCells(report[operation][client])]),
  );
}

function latencies({ p50, p95, p99 }: Percentiles): string {
  return [p50, p95, p99].map((value) => value.toFixed(value < 20 ? 1 : 0)).join(' / ');
}

/** Markdown with columns of equal width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

export function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`;
}

export function gib(bytes: number): string {
  return `${(bytes / MIB / 1024).toFixed(0)} GiB`;
}
