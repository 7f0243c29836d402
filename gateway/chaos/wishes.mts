import type { LicenseType } from '@shengjing/core';

import type { Wish } from './evidence.mts';
import { newOrder, type Order, toOtherOrder } from './orders.mts';
import { newRandom, type Random } from './random.mts';

/** How the three sends of an order follow each other. */
export const PATTERNS = ['together', 'spread', 'impatient'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** A wish, and how it is sent. */
export interface PlannedWish extends Wish {
  /** Who sends it; a person of the organisation. */
  readonly person: string;
  readonly pattern: Pattern;
  /** Milliseconds after the begin. */
  readonly startsAt: number;
  /** Milliseconds: the time between two sends, or after which the caller goes away. */
  readonly gaps: readonly [number, number];
  readonly order: Order;
  /** Sent under the same key when the order has its answer. */
  readonly other: Order | undefined;
}

export interface WishSource {
  readonly seed: number;
  readonly keys: number;
  /** Seconds within which all of them start. */
  readonly seconds: number;
  readonly districts: readonly { readonly id: string; readonly mspId: string }[];
  readonly type: LicenseType;
  readonly typeOfThePast: LicenseType;
}

const KEYS_PER_PERSON = 25;
const SHARE_OF_REFUSALS = 0.05;
const SHARE_OF_OTHER_ORDERS = 0.1;
/** Of wishes with the holder of the one before: the two race to make the holder known. */
const SHARE_OF_SHARED_HOLDERS = 0.1;
const GAPS_MS: Readonly<Record<Pattern, readonly [number, number]>> = { together: [0, 0], spread: [200, 5_000], impatient: [20, 1_500] };

/** Plans the wishes in the order of their start. */
export function planWishes(source: WishSource): PlannedWish[] {
  const random = newRandom(source.seed, 'wishes');
  const starts = Array.from({ length: source.keys }, () => random.between(0, source.seconds * 1000)).sort((a, b) => a - b);
  return starts.map((startsAt, number) => planWish(source, random, startsAt, number));
}

function planWish({ seed, districts, type, typeOfThePast }: WishSource, random: Random, startsAt: number, number: number): PlannedWish {
  const { id, mspId } = random.pick(districts);
  const expected = random.chance(SHARE_OF_REFUSALS) ? 'refusal' : 'license';
  const pattern = random.pick(PATTERNS);
  const [low, high] = GAPS_MS[pattern];
  const holder = random.chance(SHARE_OF_SHARED_HOLDERS) ? Math.max(0, number - 1) : number;
  const order = newOrder(random, expected === 'license' ? type : typeOfThePast, number, holder);
  return {
    key: `chaos-${String(seed).padStart(10, '0')}-${String(number).padStart(5, '0')}`,
    organisation: id,
    mspId,
    expected,
    person: `issuer-${String(Math.floor(number / KEYS_PER_PERSON))}`,
    pattern,
    startsAt,
    gaps: [random.between(low, high), random.between(low, high)],
    order,
    other: random.chance(SHARE_OF_OTHER_ORDERS) ? toOtherOrder(order) : undefined,
  };
}
