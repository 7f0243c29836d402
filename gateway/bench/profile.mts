/**
 * What the gateway spends its processor time on while licenses are issued and verified: the gateway of the district is
 * started again under Node's profiler. Run by scripts/bench.sh, which starts the network.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { runBenchmark, tell } from './benchmark.mts';
import { OPERATIONS, type Operation } from './client.mts';
import { type CpuProfile, readCosts, type Span } from './cpu-profile.mts';
import { newHttpClient } from './http-client.mts';
import { runLoad } from './load.mts';
import { DISTRICT, findNetwork, type NetworkUnderTest } from './network.mts';
import { openNetwork } from './network-context.mts';
import { type ProfiledLoad, type ProfileReport, renderProfile, toProfileReport } from './profile-report.mts';
import { MEASURED_GATEWAY } from './report.mts';
import { ROUND_FLAGS } from './rounds.mts';
import { newIssuedLicenses, newOrderSource } from './sample.mts';
import { newTokens, registerType } from './set-up.mts';
import type { Numbers } from './flags.mts';

const FLAGS = {
  seconds: { usual: 20, quick: 3, about: 'seconds of load of each kind' },
  inFlight: ROUND_FLAGS.inFlight,
} as const;
const MAIN = path.resolve(import.meta.dirname, '..', 'dist', 'main.js');
const WARM_UP_SECONDS = 3;
const READY_DEADLINE_MS = 60_000;
const READY_PAUSE_MS = 200;
const END_DEADLINE_MS = 60_000;
const START_SECONDS = 15;

async function measure(numbers: Numbers<typeof FLAGS>): Promise<ProfileReport> {
  const started = Date.now();
  const network = findNetwork();
  await registerType(network);
  const folder = path.join(network.stateDir, 'profile');
  mkdirSync(folder);
  await openNetwork(network).supervisor.stop(MEASURED_GATEWAY);
  tell('starting the gateway under the profiler');
  const gateway = startProfiled(network, folder);
  try {
    await waitUntilReady(gateway, network.gatewayUrl(DISTRICT));
    const loads = await runLoads(network, numbers);
    tell('reading the profile');
    await end(gateway);
    const profile = readProfile(folder);
    return toProfileReport(loads.map((load) => ({ ...load, costs: readCosts(profile, load.span) })), { network, numbers, started });
  } finally {
    gateway.kill('SIGKILL');
  }
}

/** As the network starts it, but for the profiler. */
function startProfiled(network: NetworkUnderTest, folder: string): ChildProcess {
  return spawn(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${folder}`, MAIN], {
    cwd: network.stateDir,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', SHENGJING_GATEWAY_CONFIG: network.gatewayConfigFile(DISTRICT) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function waitUntilReady(gateway: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (!(await isReady(url))) {
    if (gateway.exitCode !== null || Date.now() > deadline) {
      throw new Error('the gateway under the profiler does not become ready');
    }
    await delay(READY_PAUSE_MS);
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_DEADLINE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function runLoads(network: NetworkUnderTest, { seconds, inFlight }: Numbers<typeof FLAGS>): Promise<(ProfiledLoad & { readonly span: Span })[]> {
  const client = newHttpClient(network.gatewayUrl(DISTRICT), newTokens(network), inFlight);
  const nextOrder = newOrderSource();
  const issued = newIssuedLicenses();
  const calls: Record<Operation, () => Promise<void>> = {
    issue: async () => {
      const order = nextOrder();
      issued.add(await client.issue(order), order);
    },
    verify: () => client.verify(issued.next()),
  };
  const loads: (ProfiledLoad & { readonly span: Span })[] = [];
  for (const operation of OPERATIONS) {
    await runLoad(calls[operation], inFlight, { seconds: Math.min(seconds, WARM_UP_SECONDS) });
    const from = monotonicMicroseconds();
    const { latencies, failures } = await runLoad(calls[operation], inFlight, { seconds });
    loads.push({ operation, calls: latencies.length, failures, span: { from, to: monotonicMicroseconds() } });
    tell(`${operation}: ${String(latencies.length)} calls`);
  }
  client.close();
  return loads;
}

/** The clock that the profiler uses, which all processes of a machine share. */
function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** The profile is written when the process ends by itself. */
async function end(gateway: ChildProcess): Promise<void> {
  gateway.kill('SIGTERM');
  await once(gateway, 'exit', { signal: AbortSignal.timeout(END_DEADLINE_MS) });
}

function readProfile(folder: string): CpuProfile {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) {
    throw new Error('the gateway has written no profile');
  }
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as CpuProfile;
}

await runBenchmark({
  name: 'profile',
  flags: FLAGS,
  plan: ({ seconds, inFlight }) =>
    `${String(seconds)} s each of issuing and verifying with ${String(inFlight)} in flight: about ${String(START_SECONDS + 2 * (seconds + WARM_UP_SECONDS))} s`,
  measure,
  render: renderProfile,
});
