import { type ClientReport, loadedMedian, loneMedian, rate, type Ratio, type RatioReport, toClientReports, toRatioMedian, toRatioReport } from './client-report.mts';
import type { Shape } from './contract-shape.mts';
import { describeMachine, type Machine } from './machine.mts';
import { mapValues } from './map-values.mts';
import { type NetworkShape, type NetworkUnderTest, toNetworkShape } from './network.mts';
import { CPU_EXPLAINED, explainMedians, renderChecks, renderCpu, renderNetwork, renderRates, renderRatios, renderRun, type Row, table } from './render.mts';
import type { RoundNumbers } from './rounds.mts';
import { sum } from './statistics.mts';
import type { Turn } from './turns.mts';

/** From the least that can be written to a license, a step each. */
export const CONTRACT_CLIENTS = ['oneKey', 'sameKeys', 'samePolicies', 'sameWrites', 'issue'] as const;
export type ContractClient = (typeof CONTRACT_CLIENTS)[number];

/** What a transaction reads and writes, in numbers. */
export interface ShapeReport extends Pick<Shape, 'envelopeBytes' | 'endorsements' | 'reads' | 'policies' | 'collections'> {
  readonly keys: number;
  readonly valueBytes: number;
}

/** The result of a run. */
export interface ContractReport extends RatioReport<ContractRatio> {
  readonly schema: 'bench-contract/1';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: RoundNumbers & { readonly network: NetworkShape };
  readonly shapes: Readonly<Record<ContractClient, ShapeReport>>;
  readonly clients: Readonly<Record<ContractClient, ClientReport>>;
}

/** What is compared. Rates: more is better; latencies: less is. */
const RATIOS = {
  issueToOneKey: { of: 'issue', to: 'oneKey', value: rate },
  sameKeysToOneKey: { of: 'sameKeys', to: 'oneKey', value: rate },
  samePoliciesToOneKey: { of: 'samePolicies', to: 'oneKey', value: rate },
  sameWritesToOneKey: { of: 'sameWrites', to: 'oneKey', value: rate },
  issueToSameWrites: { of: 'issue', to: 'sameWrites', value: rate },
  issueToOneKeyLoneLatency: { of: 'issue', to: 'oneKey', value: loneMedian },
  issueToOneKeyLoadedLatency: { of: 'issue', to: 'oneKey', value: loadedMedian },
} as const satisfies Record<string, Ratio<ContractClient>>;
export type ContractRatio = keyof typeof RATIOS;

const NAMES: Readonly<Record<ContractClient, string>> = {
  oneKey: 'one key, as large as the license record',
  sameKeys: 'as many keys, as large, as an issue',
  samePolicies: '… under the same key-level policies',
  sameWrites: '… with the same private values',
  issue: 'issue a license',
};

export function toContractReport(
  turns: readonly Turn<ContractClient>[],
  context: {
    readonly network: NetworkUnderTest;
    readonly numbers: RoundNumbers;
    readonly started: number;
    readonly shapes: Readonly<Record<ContractClient, Shape>>;
  },
): ContractReport {
  const { network, numbers, started, shapes } = context;
  return {
    schema: 'bench-contract/1',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: { ...numbers, network: toNetworkShape(network) },
    ...toRatioReport(mapValues(RATIOS, (ratio: Ratio<ContractClient>) => toRatioMedian(turns, ratio))),
    shapes: mapValues(shapes, toShapeReport),
    clients: toClientReports(CONTRACT_CLIENTS, turns),
  };
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderContract(report: ContractReport): string {
  const { machine, parameters, clients, shapes } = report;
  const rows = CONTRACT_CLIENTS.map((name): Row => [NAMES[name], clients[name]]);
  return [
    [renderRun(report), renderNetwork(machine, parameters.network)].join('\n'),
    'What each transaction reads and writes, from its envelope:',
    renderShapes(shapes),
    explainMedians(parameters.rounds, report),
    renderRates(rows, parameters.inFlight),
    'Ratios, taken in each round:',
    renderRatios(report, mapValues(RATIOS, ({ of, to }) => `${NAMES[of]}, to ${NAMES[to]}`)),
    CPU_EXPLAINED,
    renderCpu(rows),
    renderChecks(rows),
  ].join('\n\n');
}

function renderShapes(shapes: ContractReport['shapes']): string {
  const rows = CONTRACT_CLIENTS.map((name) => {
    const { keys, valueBytes, policies, collections, reads, endorsements, envelopeBytes } = shapes[name];
    const written = Object.values(collections);
    return [
      NAMES[name],
      String(reads),
      `${String(keys)} (${String(valueBytes)} bytes)`,
      String(policies),
      `${String(sum(written))} in ${String(written.length)}`,
      String(endorsements),
      String(envelopeBytes),
    ];
  });
  return table(['', 'keys read', 'keys written', 'key-level policies', 'private values in collections', 'endorsements', 'envelope, bytes'], rows);
}

function toShapeReport({ envelopeBytes, endorsements, reads, writes, policies, collections }: Shape): ShapeReport {
  return { envelopeBytes, endorsements, reads, keys: writes.length, valueBytes: sum(writes.map(({ bytes }) => bytes)), policies, collections };
}
