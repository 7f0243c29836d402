import { type ClientReport, loneMedian, rate, type Ratio, type RatioReport, toClientReports, toRatioMedian, toRatioReport } from './client-report.mts';
import { describeMachine, type Machine } from './machine.mts';
import { mapValues } from './map-values.mts';
import { type NetworkShape, type NetworkUnderTest, toNetworkShape } from './network.mts';
import { CPU_EXPLAINED, explainMedians, renderChecks, renderCpu, renderNetwork, renderRates, renderRatios, renderRun, type Row } from './render.mts';
import type { RoundNumbers } from './rounds.mts';
import type { Turn } from './turns.mts';

/** The ways to verify. */
export const VERIFIERS = ['ledger', 'ledgerHttp', 'index', 'indexHttp'] as const;
export type Verifier = (typeof VERIFIERS)[number];

/** The result of a run. */
export interface VerifyReport extends RatioReport<VerifyRatio> {
  readonly schema: 'bench-verify/1';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: RoundNumbers & { readonly licenses: number; readonly network: NetworkShape };
  readonly clients: Readonly<Record<Verifier, ClientReport>>;
}

/** What is compared. Rates: more is better; latencies: less is. */
const RATIOS = {
  indexToLedger: { of: 'index', to: 'ledger', value: rate },
  indexHttpToLedgerHttp: { of: 'indexHttp', to: 'ledgerHttp', value: rate },
  ledgerHttpToLedger: { of: 'ledgerHttp', to: 'ledger', value: rate },
  indexToLedgerLoneLatency: { of: 'index', to: 'ledger', value: loneMedian },
  indexHttpToLedgerHttpLoneLatency: { of: 'indexHttp', to: 'ledgerHttp', value: loneMedian },
} as const satisfies Record<string, Ratio<Verifier>>;
export type VerifyRatio = keyof typeof RATIOS;

const NAMES: Readonly<Record<Verifier, string>> = {
  ledger: 'by the ledger: bare client',
  ledgerHttp: 'by the ledger: through HTTP',
  index: 'by the index: in the process',
  indexHttp: 'by the index: found through HTTP',
};

export function toVerifyReport(
  turns: readonly Turn<Verifier>[],
  context: { readonly network: NetworkUnderTest; readonly numbers: RoundNumbers & { readonly licenses: number }; readonly started: number },
): VerifyReport {
  const { network, numbers, started } = context;
  return {
    schema: 'bench-verify/1',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: { ...numbers, network: toNetworkShape(network) },
    ...toRatioReport(mapValues(RATIOS, (ratio: Ratio<Verifier>) => toRatioMedian(turns, ratio))),
    clients: toClientReports(VERIFIERS, turns),
  };
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderVerify(report: VerifyReport): string {
  const { machine, parameters, clients } = report;
  const rows = VERIFIERS.map((name): Row => [NAMES[name], clients[name]]);
  return [
    [renderRun(report), renderNetwork(machine, parameters.network), `- ${String(parameters.licenses)} licenses are verified in turn, each with the digest of its file`].join('\n'),
    explainMedians(parameters.rounds, report),
    renderRates(rows, parameters.inFlight),
    'Ratios, taken in each round:',
    renderRatios(report, mapValues(RATIOS, ({ of, to }) => `${NAMES[of]}, to ${NAMES[to]}`)),
    CPU_EXPLAINED,
    renderCpu(rows),
    renderChecks(rows),
  ].join('\n\n');
}
