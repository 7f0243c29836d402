import { type ClientName, CLIENTS } from './client.mts';
import { type LoadResult, runLoad, type Until } from './load.mts';
import type { Options } from './options.mts';
import { type CpuTime, subtract } from './processes.mts';
import { newIssuedLicenses, newOrderSource } from './sample.mts';
import type { Bench } from './set-up.mts';

export const OPERATIONS = ['issue', 'verify'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What one client did with one operation in one round. */
export interface Turn {
  readonly round: number;
  readonly operation: Operation;
  readonly client: ClientName;
  /** Under load: commits as counted from blocks, verifications as answered. */
  readonly perSecond: number;
  /** Latencies in milliseconds. */
  readonly lone: readonly number[];
  readonly loaded: readonly number[];
  /** Under load. */
  readonly cpu: CpuTime;
  readonly failures: Readonly<Record<string, number>>;
  /** Of issuing: what the blocks hold against what was answered. */
  readonly blocks?: { readonly blocks: number; readonly valid: number; readonly invalid: number; readonly answered: number };
}

/** Every order of the three clients; each client comes after each other one equally often. */
const ORDERS: readonly (readonly ClientName[])[] = [
  ['http', 'bare', 'sdkSigner'],
  ['bare', 'sdkSigner', 'http'],
  ['sdkSigner', 'http', 'bare'],
  ['bare', 'http', 'sdkSigner'],
  ['http', 'sdkSigner', 'bare'],
  ['sdkSigner', 'bare', 'http'],
];
const VERIFY_SHARE = 0.3;
const LONE_VERIFICATIONS_PER_ISSUE = 10;

/** How long the rounds take, about, in seconds. */
export function estimateSeconds({ rounds, seconds, lone }: Options): number {
  const perTurn = seconds * (1 + VERIFY_SHARE) + lone * 0.4 + 1;
  return Math.round(3 * (rounds * perTurn + warmUpSeconds(seconds) * (1 + VERIFY_SHARE)));
}

/** Warms every client up, then lets them take turns, in another order each round. */
export async function runRounds(bench: Bench, options: Options, progress: (line: string) => void): Promise<Turn[]> {
  const plan = { bench, options, call: newCalls(bench) };
  progress('warming up');
  await warmUp(plan);
  const turns: Turn[] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (const operation of OPERATIONS) {
      turns.push(...(await runTurns(plan, round, operation)));
    }
    progress(`round ${String(round + 1)} of ${String(options.rounds)}: ${describe(turns, round)}`);
  }
  return turns;
}

interface Plan {
  readonly bench: Bench;
  readonly options: Options;
  readonly call: (operation: Operation, client: ClientName) => () => Promise<void>;
}

async function warmUp(plan: Plan): Promise<void> {
  const { options } = plan;
  for (const operation of OPERATIONS) {
    for (const client of CLIENTS) {
      const seconds = warmUpSeconds(options.seconds) * (operation === 'issue' ? 1 : VERIFY_SHARE);
      assertWorks(await run(plan, operation, client, options.inFlight, { seconds }), operation, client);
    }
  }
}

/** One operation in one round: each client alone, then each under load. */
async function runTurns(plan: Plan, round: number, operation: Operation): Promise<Turn[]> {
  const { options } = plan;
  const order = ORDERS[round % ORDERS.length] ?? [];
  const [seconds, calls] =
    operation === 'issue'
      ? [options.seconds, options.lone]
      : [options.seconds * VERIFY_SHARE, options.lone * LONE_VERIFICATIONS_PER_ISSUE];
  const alone = new Map<ClientName, Run>();
  for (const client of order) {
    alone.set(client, await run(plan, operation, client, 1, { calls }));
  }
  const turns: Turn[] = [];
  for (const client of order) {
    const { latencies, ...loaded } = await run(plan, operation, client, options.inFlight, { seconds });
    turns.push({ round, operation, client, ...loaded, lone: alone.get(client)?.latencies ?? [], loaded: latencies });
  }
  return turns;
}

function warmUpSeconds(seconds: number): number {
  return Math.min(3, seconds);
}

/** Calls of each client; what is verified was issued before, by any of them. */
function newCalls({ clients }: Bench): (operation: Operation, client: ClientName) => () => Promise<void> {
  const nextOrder = newOrderSource();
  const issued = newIssuedLicenses();
  return (operation, name) => {
    const client = clients[name];
    if (operation === 'verify') {
      return () => client.verify(issued.next());
    }
    return async () => {
      const order = nextOrder();
      issued.add(await client.issue(order), order);
    };
  };
}

type Run = Pick<Turn, 'perSecond' | 'cpu' | 'failures' | 'blocks'> & Pick<LoadResult, 'latencies'>;

/** Ends when the blocks of all that was answered have been seen, so that none of them count as the next run's. */
async function run({ bench, call }: Plan, operation: Operation, client: ClientName, inFlight: number, until: Until): Promise<Run> {
  const { blocks, processes } = bench;
  blocks.begin();
  const before = processes.cpuTime();
  const { latencies, failures, seconds } = await runLoad(call(operation, client), inFlight, until);
  const answered = latencies.length;
  const count = await blocks.end(operation === 'issue' ? answered : 0);
  const cpu = subtract(processes.cpuTime(), before);
  if (operation === 'verify') {
    return { latencies, cpu, failures, perSecond: answered / seconds };
  }
  const { perSecond, ...inBlocks } = count;
  return { latencies, cpu, failures, perSecond, blocks: { ...inBlocks, answered } };
}

function assertWorks({ latencies, failures }: Run, operation: Operation, client: ClientName): void {
  if (latencies.length === 0) {
    throw new Error(`${operation} by ${client} never succeeds: ${JSON.stringify(failures)}`);
  }
}

function describe(turns: readonly Turn[], round: number): string {
  const own = turns.filter((turn) => turn.round === round);
  return OPERATIONS.map((operation) => {
    const rates = own.filter((turn) => turn.operation === operation).map(({ client, perSecond }) => `${client} ${perSecond.toFixed(0)}`);
    return `${operation}/s ${rates.join(', ')}`;
  }).join('; ');
}
