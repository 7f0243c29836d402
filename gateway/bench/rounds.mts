import { type ClientName, CLIENTS, type Operation, OPERATIONS } from './client.mts';
import { tell } from './benchmark.mts';
import type { Numbers } from './flags.mts';
import { newIssuedLicenses, newOrderSource } from './sample.mts';
import type { Bench } from './set-up.mts';
import { type Amounts, type Contender, describeRates, takeTurns, type Turn, warmUp, warmUpSeconds } from './turns.mts';

/** What every comparison in rounds can be told. */
export const ROUND_FLAGS = {
  rounds: { usual: 8, quick: 4, about: 'rounds; in each, every client takes its turn' },
  inFlight: { usual: 64, about: 'calls in flight under load' },
  seconds: { usual: 5, quick: 1, about: 'seconds of load per client and round of writing' },
  lone: { usual: 10, quick: 2, about: 'calls of a lone client per round of writing' },
} as const;
export type RoundNumbers = Numbers<typeof ROUND_FLAGS>;

/** The turns of all rounds, by what was asked for. */
export type Turns = Readonly<Record<Operation, readonly Turn<ClientName>[]>>;

const READ_SHARE = 0.3;
const LONE_READS_PER_WRITE = 10;
const LONE_WRITE_SECONDS = 0.3;
const PAUSE_SECONDS = 0.5;

/** Amounts of a round of writing. */
export function writeAmounts({ seconds, lone, inFlight }: RoundNumbers): Amounts {
  return { seconds, loneCalls: lone, inFlight };
}

/** Amounts of a round of reading, which is much faster. */
export function readAmounts({ seconds, lone, inFlight }: RoundNumbers): Amounts {
  return { seconds: seconds * READ_SHARE, loneCalls: lone * LONE_READS_PER_WRITE, inFlight };
}

/** How long rounds of so many who write and so many who read take, about, in seconds. */
export function estimateSeconds(numbers: RoundNumbers, writers: number, readers: number): number {
  const { rounds, seconds, lone } = numbers;
  const ofWriter = rounds * (seconds + lone * LONE_WRITE_SECONDS + PAUSE_SECONDS) + warmUpSeconds(seconds);
  const ofReader = rounds * (seconds * READ_SHARE + lone * LONE_WRITE_SECONDS * 0.1 + PAUSE_SECONDS) + 1;
  return Math.round(writers * ofWriter + readers * ofReader);
}

/** Warms every client up, then lets them take turns, in another order each round. */
export async function runRounds(bench: Bench, numbers: RoundNumbers): Promise<Turns> {
  const contenders = newContenders(bench);
  const amounts = { issue: writeAmounts(numbers), verify: readAmounts(numbers) };
  tell('warming up');
  for (const operation of OPERATIONS) {
    await warmUp(bench, contenders[operation], amounts[operation]);
  }
  const turns: Record<Operation, Turn<ClientName>[]> = { issue: [], verify: [] };
  for (let round = 0; round < numbers.rounds; round++) {
    for (const operation of OPERATIONS) {
      turns[operation].push(...(await takeTurns(bench, contenders[operation], round, amounts[operation])));
    }
    const rates = OPERATIONS.map((operation) => `${operation}/s ${describeRates(turns[operation], round)}`);
    tell(`round ${String(round + 1)} of ${String(numbers.rounds)}: ${rates.join('; ')}`);
  }
  return turns;
}

/** What is verified was issued before, by any of them. */
function newContenders({ clients }: Bench): Record<Operation, Contender<ClientName>[]> {
  const nextOrder = newOrderSource();
  const issued = newIssuedLicenses();
  const issue = CLIENTS.issue.map((name) => ({
    name,
    isOrdered: true,
    call: async () => {
      const order = nextOrder();
      issued.add(await clients[name].issue(order), order);
    },
  }));
  const verify = CLIENTS.verify.map((name) => ({ name, isOrdered: false, call: () => clients[name].verify(issued.next()) }));
  return { issue, verify };
}
