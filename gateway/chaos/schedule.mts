import type { Random } from './random.mts';

export const KINDS = ['gateway', 'peer', 'chaincode', 'leader'] as const;
export type Kind = (typeof KINDS)[number];

/** Something that is killed, and started again a little later. */
export interface Kill {
  /** Seconds after the begin. */
  readonly at: number;
  readonly kind: Kind;
  /** Name of the process; the leader is whoever leads then. */
  readonly target: string;
  /** Seconds. */
  readonly downFor: number;
}

/** Names of the processes that may be killed, by kind; none for the leader. */
export type Targets = Readonly<Record<Exclude<Kind, 'leader'>, readonly string[]>>;

export interface Pace {
  readonly secondsBetweenKills: number;
  readonly seconds: number;
}

export const LEADER = 'Raft leader';
const SHARE_OF_DOUBLE_KILLS = 0.25;

/** Every kind in turn, in another order each time, now and then two of them at the same moment. */
export function newSchedule(random: Random, targets: Targets, { secondsBetweenKills, seconds }: Pace): Kill[] {
  const kills: Kill[] = [];
  let round: Kind[] = [];
  let at = 0;
  while (at < seconds) {
    const isDouble = kills.length > 0 && round.length > 0 && random.chance(SHARE_OF_DOUBLE_KILLS);
    at += isDouble ? 0 : secondsBetweenKills * random.between(0.75, 1.25);
    round = round.length === 0 ? random.shuffle(KINDS) : round;
    const kind = round.shift() ?? 'leader';
    const target = kind === 'leader' ? LEADER : random.pick(targets[kind]);
    kills.push({ at, kind, target, downFor: secondsBetweenKills * random.between(0.1, 0.6) });
  }
  return kills.filter((kill) => kill.at < seconds);
}

/** One line of the schedule as a person reads it. */
export function describeKill({ at, target, downFor }: Kill): string {
  return `${at.toFixed(1).padStart(7)} s  ${target.padEnd(24)} for ${downFor.toFixed(1)} s`;
}
