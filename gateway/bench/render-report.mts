import { type ClientName, CLIENTS, type Operation } from './client.mts';
import { mapValues } from './map-values.mts';
import { CPU_EXPLAINED, explainMedians, renderChecks, renderCpu, renderMemory, renderNetwork, renderRates, renderRatios, renderRun, type Row } from './render.mts';
import { RATIOS, type Report } from './report.mts';

const CLIENT_NAMES: Readonly<Record<ClientName, string>> = {
  http: 'through HTTP',
  bare: 'bare client, native signer',
  barePlusOutbox: 'bare client plus outbox',
  sdkSigner: "bare client, the SDK's signer",
};
const OPERATION_NAMES: Readonly<Record<Operation, string>> = { issue: 'issue a license', verify: 'verify a license' };

/** The result as Markdown, which is also what a terminal shows. */
export function renderReport(report: Report): string {
  const { parameters, machine } = report;
  const { rounds, seconds, lone, inFlight } = parameters;
  const rows: Row[] = [
    ...CLIENTS.issue.map((name): Row => [toTitle('issue', name), report.issue[name]]),
    ...CLIENTS.verify.map((name): Row => [toTitle('verify', name), report.verify[name]]),
  ];
  return [
    [
      renderRun(report),
      renderNetwork(machine, parameters.network),
      `- ${String(rounds)} rounds; in each, every client in turn (the order changes): ${String(lone)} issues alone, then ${String(seconds)} s with ${String(inFlight)} in flight; verifications likewise`,
    ].join('\n'),
    explainMedians(rounds, report),
    renderRates(rows, inFlight),
    'Ratios of two clients, taken in each round:',
    renderRatios(report, mapValues(RATIOS, ({ operation }) => OPERATION_NAMES[operation])),
    CPU_EXPLAINED,
    renderCpu(rows),
    'Resident memory of each process, before the rounds, after them and at most:',
    renderMemory(report.memoryBytes),
    renderChecks(rows),
  ].join('\n\n');
}

function toTitle(operation: Operation, client: ClientName): string {
  return `${OPERATION_NAMES[operation]}: ${CLIENT_NAMES[client]}`;
}
