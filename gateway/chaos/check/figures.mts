import type { Answer, Run } from '../evidence.mts';
import type { Case } from './case.mts';
import { isFinalAnswer } from './check.mts';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

/** What a run did, in numbers. Times in seconds. */
export interface Figures {
  readonly seed: number;
  readonly keys: number;
  /** Sends of orders; all that were answered or not. */
  readonly sends: number;
  /** Sends after the first three of each key. */
  readonly retries: number;
  readonly secondsUnderKills: number;
  /** From the first send to the last final answer. */
  readonly seconds: number;
  readonly deaths: Readonly<Record<string, number>>;
  /** Answers to orders by status and code. */
  readonly answers: Readonly<Record<string, number>>;
  /** From the first send of a key to its first final answer. */
  readonly untilFinal: Spread;
  /** From a send to its answer. */
  readonly untilAnswer: Spread;
  readonly blocks: number;
  /** Transactions by verdict. */
  readonly transactions: Readonly<Record<string, number>>;
}

const SENDS_PER_KEY = 3;

export function toFigures(run: Run, { answers, chains, transactions, wishes }: Case): Figures {
  const orders = answers.filter(({ sent }) => sent === 'order');
  return {
    seed: run.seed,
    keys: wishes.length,
    sends: orders.length,
    retries: orders.length - SENDS_PER_KEY * wishes.length,
    secondsUnderKills: (run.killedUntil - run.startedAt) / 1000,
    seconds: (run.answeredAt - run.startedAt) / 1000,
    deaths: countBy(run.deaths, ({ kind }) => kind),
    answers: countBy(orders, describe),
    untilFinal: toSpread([...Map.groupBy(orders, ({ key }) => key).values()].flatMap((all) => waitOf(all) ?? [])),
    untilAnswer: toSpread(orders.filter(({ status }) => status !== null).map(({ sentAt, answeredAt }) => (answeredAt - sentAt) / 1000)),
    blocks: chains[0]?.links.length ?? 0,
    transactions: countBy(transactions, ({ verdict }) => verdict),
  };
}

/** Percentiles by nearest rank. */
function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), longest: at(1) };
}

function waitOf(answers: readonly Answer[]): number | undefined {
  const final = answers.filter(isFinalAnswer).map(({ answeredAt }) => answeredAt);
  const first = Math.min(...answers.map(({ sentAt }) => sentAt));
  return final.length === 0 ? undefined : (Math.min(...final) - first) / 1000;
}

function describe({ status, code, failure }: Answer): string {
  return status === null ? `no answer (${String(failure)})` : [String(status), code ?? ''].join(' ').trim();
}

/** Most frequent first. */
function countBy<T>(things: readonly T[], nameOf: (thing: T) => string): Record<string, number> {
  const counted = [...Map.groupBy(things, nameOf)].map(([name, all]) => [name, all.length] as const);
  return Object.fromEntries(counted.sort(([, a], [, b]) => b - a));
}
