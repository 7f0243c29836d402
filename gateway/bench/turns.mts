import type { BlockCounter } from './block-counter.mts';
import { type LoadResult, runLoad, type Until } from './load.mts';
import { newOrders } from './orders.mts';
import { type CpuTime, type Processes, subtract } from './processes.mts';

/** One of those that are compared. */
export interface Contender<Name extends string> {
  readonly name: Name;
  /** Whether each call is a transaction in a block; then commits are counted from the blocks. */
  readonly isOrdered: boolean;
  readonly call: () => Promise<unknown>;
}

/** How much of it. */
export interface Amounts {
  /** Calls one after another. */
  readonly loneCalls: number;
  /** Seconds under load. */
  readonly seconds: number;
  /** Calls kept in flight under load. */
  readonly inFlight: number;
}

/** What is measured with. */
export interface Meter {
  readonly blocks: BlockCounter;
  readonly processes: Pick<Processes, 'cpuTime'>;
}

/** What came of one turn. */
export interface Measured {
  /** Under load: commits as counted from blocks, else calls as answered. */
  readonly perSecond: number;
  /** Latencies in milliseconds. */
  readonly lone: readonly number[];
  readonly loaded: readonly number[];
  /** Under load. */
  readonly cpu: CpuTime;
  readonly failures: Readonly<Record<string, number>>;
  /** Of what is ordered: what the blocks hold against what was answered. */
  readonly blocks?: { readonly blocks: number; readonly valid: number; readonly invalid: number; readonly answered: number };
}

/** One turn of one contender. */
export interface Turn<Name extends string> extends Measured {
  readonly round: number;
  readonly client: Name;
}

const MAX_WARM_UP_SECONDS = 3;

/** Seconds that every contender is warmed up for. */
export function warmUpSeconds(seconds: number): number {
  return Math.min(MAX_WARM_UP_SECONDS, seconds);
}

/** @throws Error when a contender does not succeed once. */
export async function warmUp<Name extends string>(meter: Meter, contenders: readonly Contender<Name>[], { seconds, inFlight }: Amounts): Promise<void> {
  for (const contender of contenders) {
    const { latencies, failures } = await run(meter, contender, inFlight, { seconds: warmUpSeconds(seconds) });
    if (latencies.length === 0) {
      throw new Error(`${contender.name} never succeeds: ${JSON.stringify(failures)}`);
    }
  }
}

/** One round: each contender alone, then each under load, in the order of this round. */
export async function takeTurns<Name extends string>(
  meter: Meter,
  contenders: readonly Contender<Name>[],
  round: number,
  { loneCalls, seconds, inFlight }: Amounts,
): Promise<Turn<Name>[]> {
  const orders = newOrders(contenders.length);
  const order = (orders[round % orders.length] ?? []).flatMap((index) => contenders[index] ?? []);
  const alone = new Map<Name, Run>();
  for (const contender of order) {
    alone.set(contender.name, await run(meter, contender, 1, { calls: loneCalls }));
  }
  const turns: Turn<Name>[] = [];
  for (const contender of order) {
    const { latencies, ...loaded } = await run(meter, contender, inFlight, { seconds });
    turns.push({ round, client: contender.name, ...loaded, lone: alone.get(contender.name)?.latencies ?? [], loaded: latencies });
  }
  return turns;
}

/** The rates of one round, in a line. */
export function describeRates(turns: readonly Turn<string>[], round: number): string {
  const own = turns.filter((turn) => turn.round === round);
  return own.map(({ client, perSecond }) => `${client} ${perSecond.toFixed(0)}`).join(', ');
}

type Run = Pick<Measured, 'perSecond' | 'cpu' | 'failures' | 'blocks'> & Pick<LoadResult, 'latencies'>;

/** Ends when the blocks of all that was answered have been seen, so that none of them count as the next run's. */
async function run({ blocks, processes }: Meter, { call, isOrdered }: Contender<string>, inFlight: number, until: Until): Promise<Run> {
  blocks.begin();
  const before = processes.cpuTime();
  const { latencies, failures, seconds } = await runLoad(call, inFlight, until);
  const answered = latencies.length;
  const count = await blocks.end(isOrdered ? answered : 0);
  const cpu = subtract(processes.cpuTime(), before);
  if (!isOrdered) {
    return { latencies, cpu, failures, perSecond: answered / seconds };
  }
  const { perSecond, ...inBlocks } = count;
  return { latencies, cpu, failures, perSecond, blocks: { ...inBlocks, answered } };
}
