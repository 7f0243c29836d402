import type { Operation } from './client.mts';
import type { Cost, CostReport } from './cpu-profile.mts';
import { describeMachine, type Machine } from './machine.mts';
import type { NetworkUnderTest } from './network.mts';
import { percent, renderRun, table } from './render.mts';

/** A load under which the gateway was profiled. */
export interface ProfiledLoad {
  readonly operation: Operation;
  /** Calls that succeeded. */
  readonly calls: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** The result of a run. */
export interface ProfileReport {
  readonly schema: 'bench-profile/1';
  readonly at: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly parameters: { readonly seconds: number; readonly inFlight: number };
  readonly loads: readonly (ProfiledLoad & { readonly costs: CostReport })[];
}

const LARGEST = 15;

export function toProfileReport(
  loads: readonly (ProfiledLoad & { readonly costs: CostReport })[],
  { network, numbers, started }: { readonly network: NetworkUnderTest; readonly numbers: ProfileReport['parameters']; readonly started: number },
): ProfileReport {
  return {
    schema: 'bench-profile/1',
    at: new Date(started).toISOString(),
    seconds: Math.round((Date.now() - started) / 1000),
    machine: describeMachine(network),
    parameters: numbers,
    loads: loads.map(({ operation, calls, failures, costs }) => ({ operation, calls, failures, costs: { ...costs, functions: costs.functions.slice(0, LARGEST) } })),
  };
}

/** The result as Markdown, which is also what a terminal shows. */
export function renderProfile(report: ProfileReport): string {
  const { parameters, loads } = report;
  return [
    [renderRun(report), `- the district's gateway under \`node --cpu-prof\`, ${String(parameters.seconds)} s of each load with ${String(parameters.inFlight)} in flight; shares are of the time in which its main thread did anything`].join('\n'),
    ...loads.flatMap(({ operation, calls, failures, costs }) => [
      `**${operation}**: ${String(calls)} calls, ${milliseconds(costs.busySeconds, calls)} ms of the main thread for each, idle ${percent(costs.idleShare)} of the time; failures: ${Object.keys(failures).length === 0 ? 'none' : JSON.stringify(failures)}`,
      renderCosts('what', costs.groups),
      renderCosts('function, by its own time', costs.functions),
    ]),
  ].join('\n\n');
}

function milliseconds(seconds: number, calls: number): string {
  return ((1000 * seconds) / calls).toFixed(2);
}

function renderCosts(title: string, costs: readonly Cost[]): string {
  const rows = costs.slice(0, LARGEST).map(({ name, share }) => [name, `${(100 * share).toFixed(1)} %`]);
  return table([title, 'share'], rows);
}
