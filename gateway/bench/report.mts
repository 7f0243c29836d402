import { type ClientName, CLIENTS } from './client.mts';
import { describeMachine, type Machine } from './machine.mts';
import { DISTRICT, type NetworkUnderTest } from './network.mts';
import type { Options } from './options.mts';
import { add, CLASSES, type CpuTime, type Memory, type ProcessClass } from './processes.mts';
import type { Operation, Turn } from './rounds.mts';
import { type Median, type Percentiles, sum, toMedian, toPercentiles } from './statistics.mts';

/** What one client did with one operation in all rounds. */
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
  /** Of issuing: valid and invalid transactions in blocks, and calls that were answered. */
  readonly blocks?: { readonly blocks: number; readonly valid: number; readonly invalid: number; readonly answered: number };
}

/** The result of a run. */
export interface Report {
  readonly schema: 'bench/1';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: Pick<Options, 'rounds' | 'inFlight' | 'seconds' | 'lone'> & {
    readonly network: Readonly<Record<'orderers' | 'peers' | 'maxMessageCount', number>> & { readonly batchTimeout: string };
  };
  /** Medians of the ratios of two clients in the same round. */
  readonly ratios: Readonly<Record<RatioName, number>>;
  /** The medians' intervals, under the same names. */
  readonly intervals: Readonly<Record<RatioName, Pick<Median, 'low' | 'high' | 'coverage'>>>;
  readonly issue: Readonly<Record<ClientName, ClientReport>>;
  readonly verify: Readonly<Record<ClientName, ClientReport>>;
  /** Of the gateway that was measured. */
  readonly gatewayMemoryBytes: { readonly before: Memory; readonly after: Memory };
}

interface Ratio {
  readonly operation: Operation;
  readonly of: ClientName;
  readonly value: (turn: Turn) => number;
}

const rate = (turn: Turn): number => turn.perSecond;
const loneMedian = (turn: Turn): number => toPercentiles(turn.lone).p50;
const loadedMedian = (turn: Turn): number => toPercentiles(turn.loaded).p50;

/** What is compared with the bare client. Rates: more is better; latencies: less is. */
export const RATIOS = {
  httpToBare: { operation: 'issue', of: 'http', value: rate },
  sdkSignerToBare: { operation: 'issue', of: 'sdkSigner', value: rate },
  httpToBareLoneLatency: { operation: 'issue', of: 'http', value: loneMedian },
  sdkSignerToBareLoneLatency: { operation: 'issue', of: 'sdkSigner', value: loneMedian },
  httpToBareLoadedLatency: { operation: 'issue', of: 'http', value: loadedMedian },
  sdkSignerToBareLoadedLatency: { operation: 'issue', of: 'sdkSigner', value: loadedMedian },
  verifyHttpToBare: { operation: 'verify', of: 'http', value: rate },
  verifySdkSignerToBare: { operation: 'verify', of: 'sdkSigner', value: rate },
  verifyHttpToBareLoneLatency: { operation: 'verify', of: 'http', value: loneMedian },
  verifySdkSignerToBareLoneLatency: { operation: 'verify', of: 'sdkSigner', value: loneMedian },
  verifyHttpToBareLoadedLatency: { operation: 'verify', of: 'http', value: loadedMedian },
  verifySdkSignerToBareLoadedLatency: { operation: 'verify', of: 'sdkSigner', value: loadedMedian },
} as const satisfies Record<string, Ratio>;
export type RatioName = keyof typeof RATIOS;

/** What a report is made from beside the turns. */
export interface ReportContext {
  readonly network: NetworkUnderTest;
  readonly options: Options;
  readonly started: number;
  readonly gatewayMemoryBytes: Report['gatewayMemoryBytes'];
}

/** The process whose memory is told. */
export const MEASURED_GATEWAY = `gateway.${DISTRICT}`;

export function toReport(turns: readonly Turn[], { network, options, started, gatewayMemoryBytes }: ReportContext): Report {
  const { rounds, inFlight, seconds, lone } = options;
  const { ordering, organisations, batch } = network.topology;
  const medians = mapValues(RATIOS, (ratio) => toMedian(toRatios(turns, ratio)));
  return {
    schema: 'bench/1',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: {
      rounds, inFlight, seconds, lone,
      network: {
        orderers: ordering.orderers.length,
        peers: sum(organisations.map(({ peers }) => peers.length)),
        maxMessageCount: batch.maxMessageCount,
        batchTimeout: batch.timeout,
      },
    },
    ratios: mapValues(medians, ({ median }) => median),
    intervals: mapValues(medians, ({ low, high, coverage }) => ({ low, high, coverage })),
    ...toClientReports(turns),
    gatewayMemoryBytes,
  };
}

function toRatios(turns: readonly Turn[], { operation, of, value }: Ratio): number[] {
  const own = turns.filter((turn) => turn.operation === operation);
  return own
    .filter(({ client }) => client === of)
    .flatMap((turn) => own.filter(({ round, client }) => round === turn.round && client === 'bare').map((bare) => value(turn) / value(bare)));
}

function toClientReports(turns: readonly Turn[]): Pick<Report, Operation> {
  const ofOperation = (operation: Operation): Report[Operation] => {
    const reports = CLIENTS.map((client) => [client, toClientReport(turns.filter((turn) => turn.operation === operation && turn.client === client))]);
    return Object.fromEntries(reports) as Report[Operation];
  };
  return { issue: ofOperation('issue'), verify: ofOperation('verify') };
}

function toClientReport(turns: readonly Turn[]): ClientReport {
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

function mapValues<Key extends string, From, To>(object: Readonly<Record<Key, From>>, map: (value: From) => To): Record<Key, To> {
  return Object.fromEntries(Object.entries<From>(object).map(([key, value]) => [key, map(value)])) as Record<Key, To>;
}
