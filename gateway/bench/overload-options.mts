import { parseArgs } from 'node:util';

/** What one run measures. */
export interface OverloadOptions {
  /** Calls in flight at each level that looks for the peak. */
  readonly levels: readonly number[];
  /** Seconds of each level, and of the best one in each round. */
  readonly levelSeconds: number;
  /** In each, the best level again and then the overload: a machine that others use is not the same for long. */
  readonly rounds: number;
  /** Seconds of overload in each round. */
  readonly seconds: number;
  /** How many times the peak is sent. */
  readonly factor: number;
  /** People whose calls take turns. */
  readonly people: number;
}

/** What a person types beside that. */
export interface OverloadOutput {
  /** One JSON object on one line instead of tables. */
  readonly json: boolean;
  /** Writes the tables into docs/performance.md. */
  readonly record: boolean;
  /** Only says what would be done. */
  readonly plan: boolean;
}

export const OVERLOAD_USAGE = `npm run bench -- overload [options]
  --levels N,N,…      calls in flight while looking for the peak (32,64,128)
  --level-seconds N   seconds of each level, beside those until it is steady (10)
  --rounds N          rounds; in each, the best level again and then the overload (3)
  --seconds N         seconds of overload in each round, beside those until it is steady (20)
  --factor N          how many times the peak is sent (5)
  --people N          people whose calls take turns (16)
  --json              one JSON object on one line
  --record            write the tables into docs/performance.md
  --plan              say what would be done, and do nothing`;

/** @throws Error when an option is unknown or not a number above zero. */
export function parseOverloadOptions(args: readonly string[]): OverloadOptions & OverloadOutput {
  const { values } = parseArgs({
    args: [...args],
    options: {
      levels: { type: 'string', default: '32,64,128' },
      'level-seconds': { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '20' },
      factor: { type: 'string', default: '5' },
      people: { type: 'string', default: '16' },
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      plan: { type: 'boolean', default: false },
    },
  });
  return {
    levels: values.levels.split(',').map((level) => toCount('levels', level)),
    levelSeconds: toCount('level-seconds', values['level-seconds']),
    rounds: toCount('rounds', values.rounds),
    seconds: toCount('seconds', values.seconds),
    factor: toCount('factor', values.factor),
    people: toCount('people', values.people),
    json: values.json,
    record: values.record,
    plan: values.plan,
  };
}

function toCount(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`--${name}: whole numbers above zero`);
  }
  return value;
}
