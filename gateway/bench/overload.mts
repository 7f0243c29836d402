/**
 * What one gateway does with several times the issues that it can bear: how many it still issues, what it answers to
 * the rest, its memory, and how soon it is itself again. Run by scripts/bench.sh, which starts the network.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { newHttpClient } from './http-client.mts';
import { describeMachine } from './machine.mts';
import { DISTRICT, findNetwork, type NetworkUnderTest } from './network.mts';
import { startLoad } from './overload-load.mts';
import { OVERLOAD_USAGE, type OverloadOptions, parseOverloadOptions } from './overload-options.mts';
import { judge, type OverloadReport, renderOverload, toLoadReport } from './overload-report.mts';
import { startWatch } from './overload-watch.mts';
import { findProcesses } from './processes.mts';
import { MEASURED_GATEWAY } from './report.mts';
import { newOrderSource } from './sample.mts';
import { registerType } from './set-up.mts';
import { toPercentiles } from './statistics.mts';

const WARM_UP_SECONDS = 4;
const PAUSE_MS = 2_000;
const LONE_ISSUES = 11;
const RECOVERY_DEADLINE_MS = 60_000;
const RETRY_PAUSE_MS = 50;

/** A lone issue. */
type IssueAlone = () => Promise<void>;

async function measure(options: OverloadOptions): Promise<OverloadReport> {
  const at = new Date().toISOString();
  const network = findNetwork();
  await registerType(network);
  const url = network.gatewayUrl(DISTRICT);
  const tokens = Array.from({ length: options.people }, (_, index) => network.token(DISTRICT, 'issuer', `bench-overload-${String(index)}`));
  const lone = newHttpClient(url, tokens, 1);
  const nextOrder = newOrderSource();
  try {
    const issueAlone = async (): Promise<void> => {
      await lone.issue(nextOrder());
    };
    return { schema: 'overload/1', at, ...(await runPhases({ network, options, url, tokens, issueAlone })) };
  } finally {
    lone.close();
  }
}

interface Plan {
  readonly network: NetworkUnderTest;
  readonly options: OverloadOptions;
  readonly url: string;
  readonly tokens: readonly string[];
  readonly issueAlone: IssueAlone;
}

async function runPhases(plan: Plan): Promise<Omit<OverloadReport, 'schema' | 'at'>> {
  const { network, options, issueAlone } = plan;
  const processes = findProcesses(network.stateDir);
  const resident = (): number => processes.memoryOf(MEASURED_GATEWAY).resident;
  const machine = describeMachine(network);
  tell('warming up');
  await startLoad({ ...plan, pace: { inFlight: plan.tokens.length }, seconds: WARM_UP_SECONDS }).count;
  const idleMs = await measureAlone(issueAlone);
  tell(`alone: ${idleMs.toFixed(0)} ms`);
  const levels = await findPeak(plan, machine.cores);
  const peak = Math.max(...levels.map(({ goodput }) => goodput));
  await delay(PAUSE_MS);
  const before = resident();
  const watch = startWatch(plan.url, processes);
  const load = startLoad({ ...plan, pace: { perSecond: options.factor * peak }, seconds: options.seconds });
  await load.sent;
  const recoverySeconds = await measureRecovery(issueAlone, 2 * idleMs);
  const overload = toLoadReport(await load.count, machine.cores);
  const { residentBytes: during, health } = await watch.stop();
  await delay(PAUSE_MS);
  const measured = { overload: { ...overload, health }, ratio: overload.goodput / peak, recoverySeconds };
  const memoryBytes = { before, during, after: resident() };
  return { machine, parameters: options, idleMs, levels, peak, ...measured, memoryBytes, holds: judge(measured) };
}

async function findPeak(plan: Plan, cores: number): Promise<OverloadReport['levels']> {
  const levels: (OverloadReport['levels'][number])[] = [];
  for (const inFlight of plan.options.levels) {
    await delay(PAUSE_MS);
    const count = await startLoad({ ...plan, pace: { inFlight }, seconds: plan.options.levelSeconds }).count;
    const level = { inFlight, ...toLoadReport(count, cores) };
    tell(`${String(inFlight)} in flight: ${level.goodput.toFixed(1)} issued a second`);
    levels.push(level);
  }
  return levels;
}

async function measureAlone(issueAlone: IssueAlone): Promise<number> {
  const latencies: number[] = [];
  while (latencies.length < LONE_ISSUES) {
    const start = performance.now();
    await issueAlone();
    latencies.push(performance.now() - start);
  }
  return toPercentiles(latencies).p50;
}

/** Seconds from now until a lone issue succeeds in time. */
async function measureRecovery(issueAlone: IssueAlone, withinMs: number): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < RECOVERY_DEADLINE_MS) {
    const start = performance.now();
    const succeeded = await issueAlone().then(
      () => true,
      () => false,
    );
    if (succeeded && performance.now() - start <= withinMs) {
      return (performance.now() - began) / 1000;
    }
    await delay(RETRY_PAUSE_MS);
  }
  return Infinity;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { json, plan, ...options } = parseOverloadOptions(process.argv.slice(2));
  if (plan) {
    const { levels, levelSeconds, seconds, factor } = options;
    tell(`peak with ${levels.join(', ')} in flight for ${String(levelSeconds)} s each, then ${String(factor)} times that for ${String(seconds)} s`);
    return;
  }
  const report = await measure(options);
  process.stdout.write(`${json ? JSON.stringify(report) : renderOverload(report)}\n`);
  process.exitCode = Object.values(report.holds).every(Boolean) ? 0 : 1;
}

main().catch((error: unknown) => {
  const isUsage = error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  tell(error instanceof Error ? error.message : String(error));
  if (isUsage) {
    tell(OVERLOAD_USAGE);
  }
  process.exitCode = 1;
});
