import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What one run does. */
export interface Options {
  /** Idempotency keys, each of them a license order of its own that is sent three times. */
  readonly keys: number;
  /** What is killed when, and which keys are sent how, follow from it. */
  readonly seed: number;
  readonly secondsBetweenKills: number;
  /** Seconds for which things are killed and new keys are sent. */
  readonly seconds: number;
  /** Requests in flight at most. */
  readonly inFlight: number;
  /** Folder that takes the evidence. */
  readonly evidence: string;
  /** Only says what would be killed. */
  readonly plan: boolean;
}

export const USAGE = `npm run chaos -- [options]
  --keys N                    idempotency keys, each sent three times (1000; at most 10000)
  --seed N                    what is killed when, and what is sent how, follow from it (drawn at random, and printed)
  --seconds-between-kills N   (5)
  --seconds N                 for which things are killed (a tenth of the keys, at least 30)
  --in-flight N               requests in flight at most (32)
  --json                      the result as one JSON object on one line
  --keep                      keep state and evidence; they are kept anyway when something is wrong
  --plan                      say what would be killed, and do nothing`;

const MAX_KEYS = 10_000;
const KEYS_PER_SECOND = 10;
const MIN_SECONDS = 30;
const MAX_SEED = 2 ** 32;

/** @throws Error when an option is unknown or not a number that makes sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      keys: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      'seconds-between-kills': { type: 'string', default: '5' },
      seconds: { type: 'string' },
      'in-flight': { type: 'string', default: '32' },
      evidence: { type: 'string', default: '' },
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
      plan: { type: 'boolean', default: false },
    },
  });
  const keys = toCount('keys', values.keys, MAX_KEYS);
  return {
    keys,
    seed: values.seed === undefined ? randomInt(MAX_SEED) : toCount('seed', values.seed, MAX_SEED, 0),
    secondsBetweenKills: toCount('seconds-between-kills', values['seconds-between-kills']),
    seconds: values.seconds === undefined ? Math.max(MIN_SECONDS, Math.ceil(keys / KEYS_PER_SECOND)) : toCount('seconds', values.seconds),
    inFlight: toCount('in-flight', values['in-flight']),
    evidence: values.evidence,
    plan: values.plan,
  };
}

function toCount(name: string, text: string, most = Number.MAX_SAFE_INTEGER, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`--${name} must be a whole number from ${String(least)}${most < Number.MAX_SAFE_INTEGER ? ` to ${String(most)}` : ''}`);
  }
  return value;
}
