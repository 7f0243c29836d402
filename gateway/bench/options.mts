import { parseArgs } from 'node:util';

/** What one run measures, and how its result is told. */
export interface Options {
  readonly rounds: number;
  /** Calls kept in flight under load. */
  readonly inFlight: number;
  /** Seconds of load for one client in one round of issuing. */
  readonly seconds: number;
  /** Calls of a lone client in one round of issuing. */
  readonly lone: number;
  /** One JSON object on one line instead of tables. */
  readonly json: boolean;
  /** Writes the tables into docs/performance.md. */
  readonly record: boolean;
  /** Only says what would be done. */
  readonly plan: boolean;
}

export const USAGE = `npm run bench -- [options]
  --rounds N      rounds; in each, every client takes its turn (7)
  --in-flight N   calls in flight under load (64)
  --seconds N     seconds of load per client and round of issuing (5)
  --lone N        calls of a lone client per round of issuing (10)
  --quick         a look that proves nothing: 3 rounds of 2 seconds
  --json          one JSON object on one line
  --record        write the tables into docs/performance.md
  --plan          say what would be done, and do nothing`;

const QUICK = { rounds: '3', seconds: '2', lone: '3' };

/** @throws Error when an option is unknown or not a number above zero. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      'in-flight': { type: 'string' },
      seconds: { type: 'string' },
      lone: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      plan: { type: 'boolean', default: false },
    },
  });
  const usual = values.quick ? QUICK : { rounds: '7', seconds: '5', lone: '10' };
  return {
    rounds: toCount('rounds', values.rounds ?? usual.rounds),
    inFlight: toCount('in-flight', values['in-flight'] ?? '64'),
    seconds: toCount('seconds', values.seconds ?? usual.seconds),
    lone: toCount('lone', values.lone ?? usual.lone),
    json: values.json,
    record: values.record,
    plan: values.plan,
  };
}

function toCount(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`--${name} must be a whole number above zero`);
  }
  return value;
}
