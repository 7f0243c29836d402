/**
 * What one gateway does with several times the issues that it can bear: how many it still issues, what it answers to
 * the rest, its memory, and how soon it is itself again. Run by scripts/bench.sh, which starts the network.
 */
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { newHttpClient } from './http-client.mts';
import { describeMachine } from './machine.mts';
import { DISTRICT, findNetwork, type NetworkUnderTest } from './network.mts';
import { startLoad } from './overload-load.mts';
import { OVERLOAD_USAGE, type OverloadOptions, parseOverloadOptions } from './overload-options.mts';
import { judge, type Level, type OverloadReport, renderOverload, type Round, toLoadReport } from './overload-report.mts';
import { startWatch } from './overload-watch.mts';
import { findProcesses, type Processes, subtract } from './processes.mts';
import { MEASURED_GATEWAY } from './report.mts';
import { newOrderSource } from './sample.mts';
import { record as recordTables } from './record.mts';
import { registerType } from './set-up.mts';
import { toMedian, toPercentiles } from './statistics.mts';

const WARM_UP_SECONDS = 4;
const RAMP_SECONDS = 5;
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
    return { schema: 'overload/1', at, ...(await runPhases({ network, processes: findProcesses(network.stateDir), options, url, tokens, issueAlone })) };
  } finally {
    lone.close();
  }
}

interface Plan {
  readonly network: NetworkUnderTest;
  readonly processes: Processes;
  readonly options: OverloadOptions;
  readonly url: string;
  readonly tokens: readonly string[];
  readonly issueAlone: IssueAlone;
}

async function runPhases(plan: Plan): Promise<Omit<OverloadReport, 'schema' | 'at'>> {
  const { options, issueAlone } = plan;
  tell('warming up');
  await startLoad({ ...plan, pace: { inFlight: plan.tokens.length }, rampSeconds: 0, seconds: WARM_UP_SECONDS }).count;
  const idleMs = await measureAlone(issueAlone);
  tell(`alone: ${idleMs.toFixed(0)} ms`);
  const levels: Level[] = [];
  for (const inFlight of options.levels) {
    levels.push(await runLevel(plan, inFlight));
  }
  const best = levels.reduce((one, other) => (other.goodput > one.goodput ? other : one));
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round++) {
    rounds.push(await runRound(plan, best.inFlight, idleMs));
  }
  const ratio = toMedian(rounds.map((round) => round.ratio));
  return { machine: describeMachine(plan.network), parameters: options, idleMs, levels, rounds, ratio, holds: judge(rounds) };
}

async function runLevel(plan: Plan, inFlight: number): Promise<Level> {
  await delay(PAUSE_MS);
  const before = plan.processes.cpuTime();
  const count = await startLoad({ ...plan, pace: { inFlight }, rampSeconds: RAMP_SECONDS, seconds: plan.options.levelSeconds }).count;
  const level = { inFlight, ...toLoadReport(count, cpus().length, subtract(plan.processes.cpuTime(), before).others) };
  tell(`${String(inFlight)} in flight: ${level.goodput.toFixed(1)} issued a second`);
  return level;
}

async function runRound(plan: Plan, inFlight: number, idleMs: number): Promise<Round> {
  const { options, processes, url, issueAlone } = plan;
  const resident = (): number => processes.memoryOf(MEASURED_GATEWAY).resident;
  const peak = await runLevel(plan, inFlight);
  await delay(PAUSE_MS);
  const before = resident();
  const cpuBefore = processes.cpuTime();
  const watch = startWatch(url, processes);
  const load = startLoad({ ...plan, pace: { perSecond: options.factor * peak.goodput }, rampSeconds: RAMP_SECONDS, seconds: options.seconds });
  await load.sent;
  const others = subtract(processes.cpuTime(), cpuBefore).others;
  const recoverySeconds = await measureRecovery(issueAlone, 2 * idleMs);
  const overload = toLoadReport(await load.count, cpus().length, others);
  const { residentBytes: during, health } = await watch.stop();
  const ratio = overload.goodput / peak.goodput;
  tell(`${String(options.factor)} times that: ${overload.goodput.toFixed(1)} issued a second`);
  await delay(PAUSE_MS);
  return { peak, overload, ratio, memoryBytes: { before, during, after: resident() }, health, recoverySeconds };
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
  const { json, record, plan, ...options } = parseOverloadOptions(process.argv.slice(2));
  if (plan) {
    const { levels, levelSeconds, rounds, seconds, factor } = options;
    tell(
      `${levels.join(', ')} in flight for ${String(levelSeconds)} s each, then ${String(rounds)} rounds: the best of them again, and ${String(factor)} times that for ${String(seconds)} s`,
    );
    return;
  }
  const report = await measure(options);
  if (record) {
    recordTables('overload', renderOverload(report));
  }
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
