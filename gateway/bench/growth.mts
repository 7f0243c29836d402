/**
 * How long an issue takes with few licenses on the ledger, and with many on the same ledger. Run by scripts/bench.sh,
 * which starts the network.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { loadConfig } from '../dist/config/index.js';
import type { IssueOrder } from '../dist/licenses/issue-order.js';
import { connectBare } from './bare-connection.mts';
import { runBenchmark, tell } from './benchmark.mts';
import { toClientReports } from './client-report.mts';
import type { Numbers } from './flags.mts';
import { type GrowthReport, type MeasuredPreload, type Phase, renderGrowth, toGrowthReport } from './growth-report.mts';
import { type HttpClient, newHttpClient } from './http-client.mts';
import { DISTRICT, findNetwork } from './network.mts';
import { preload } from './preload.mts';
import { subtract } from './processes.mts';
import { estimateSeconds, ROUND_FLAGS, writeAmounts } from './rounds.mts';
import { newOrderSource } from './sample.mts';
import { type Instruments, newInstruments, newPerson, newTokens, registerType } from './set-up.mts';
import { describeRates, takeTurns, type Turn, warmUp } from './turns.mts';

const FLAGS = {
  ...ROUND_FLAGS,
  rounds: { ...ROUND_FLAGS.rounds, quick: 2 },
  few: { usual: 1_000, quick: 100, about: 'licenses on the ledger at first' },
  preload: { usual: 100_000, quick: 1_000, about: 'licenses on the ledger then' },
} as const;
type GrowthNumbers = Numbers<typeof FLAGS>;

const IMPORTS_PER_SECOND = 170;
const INDEX_DEADLINE_MS = 600_000;
const INDEX_PAUSE_MS = 500;

/** Everything that one phase is measured with. */
interface Plan {
  readonly numbers: GrowthNumbers;
  readonly http: HttpClient;
  readonly instruments: Instruments;
  readonly nextOrder: () => IssueOrder;
}

async function measure(numbers: GrowthNumbers): Promise<GrowthReport> {
  const started = Date.now();
  const network = findNetwork();
  await registerType(network);
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const person = await newPerson(network);
  const bare = await connectBare(config, person.identity);
  const http = newHttpClient(network.gatewayUrl(DISTRICT), newTokens(network), numbers.inFlight);
  const instruments = await newInstruments(network);
  const nextOrder = newOrderSource();
  const grow = async (licenses: number): Promise<MeasuredPreload> => {
    const before = instruments.processes.cpuTime();
    const loaded = await preload(bare, config, person, { licenses, nextOrder });
    return { ...loaded, cpu: subtract(instruments.processes.cpuTime(), before) };
  };
  const plan: Plan = { numbers, http, instruments, nextOrder };
  try {
    const first = await grow(numbers.few);
    const few = await measurePhase(plan, numbers.few);
    const second = await grow(Math.max(1, numbers.preload - few.licensesAfter));
    const many = await measurePhase(plan, few.licensesAfter + second.licenses);
    return toGrowthReport({ few, many, preloads: [first, second] }, { network, numbers, started });
  } finally {
    bare.close();
    http.close();
    await instruments.blocks.close();
  }
}

/** @param licenses - How many the ledger has. */
async function measurePhase({ numbers, http, instruments, nextOrder }: Plan, licenses: number): Promise<Phase> {
  await untilIndexIsUp(http);
  tell(`measuring with ${String(licenses)} licenses`);
  const amounts = writeAmounts(numbers);
  let issued = 0;
  const call = async (): Promise<void> => {
    await http.issue(nextOrder());
    issued++;
  };
  const contenders = [{ name: 'issue', isOrdered: true, call }] as const;
  await warmUp(instruments, contenders, amounts);
  const turns: Turn<'issue'>[] = [];
  for (let round = 0; round < numbers.rounds; round++) {
    turns.push(...(await takeTurns(instruments, contenders, round, amounts)));
    tell(`round ${String(round + 1)} of ${String(numbers.rounds)}: ${describeRates(turns, round)}`);
  }
  return { licenses, licensesAfter: licenses + issued, memoryBytes: instruments.processes.memory(), ...toClientReports(['issue'], turns) };
}

/** The gateway's index follows the imports; while it does, it takes time from the rest. */
async function untilIndexIsUp(http: HttpClient): Promise<void> {
  const deadline = Date.now() + INDEX_DEADLINE_MS;
  const until = async (): Promise<boolean> => (await http.search({ pageSize: '1' })).lag === 0;
  while (!(await until())) {
    if (Date.now() > deadline) {
      throw new Error('the index does not come up with the ledger');
    }
    await delay(INDEX_PAUSE_MS);
  }
}

await runBenchmark({
  name: 'growth',
  flags: FLAGS,
  plan: (numbers) => {
    const loading = numbers.preload / IMPORTS_PER_SECOND;
    const seconds = loading + 2 * estimateSeconds(numbers, 1, 0);
    return `${String(numbers.few)} licenses, then ${String(numbers.preload)}; ${String(numbers.rounds)} rounds each with ${String(numbers.inFlight)} in flight: about ${seconds.toFixed(0)} s, most of it (${loading.toFixed(0)} s) importing`;
  },
  measure,
  render: renderGrowth,
});
