/** Numbers that follow from a seed: the same seed, the same numbers. */
export interface Random {
  /** From `low` to below `high`. */
  between(low: number, high: number): number;
  /** Whether something happens that happens in this share of cases. */
  chance(share: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
}

const UINT32 = 2 ** 32;

/** @param name - Keeps what different parts draw from one seed apart. */
export function newRandom(seed: number, name: string): Random {
  const next = newMulberry32(mix(seed, name));
  const between = (low: number, high: number): number => low + next() * (high - low);
  const indexOf = (items: readonly unknown[]): number => Math.floor(next() * items.length);
  return {
    between,
    chance: (share) => next() < share,
    pick: (items) => {
      const [item] = items.slice(indexOf(items));
      if (item === undefined) {
        throw new RangeError('nothing to pick from');
      }
      return item;
    },
    shuffle: (items) => items.map((item) => ({ item, rank: next() })).sort((a, b) => a.rank - b.rank).map(({ item }) => item),
  };
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, numbers from 0 to below 1. */
function newMulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / UINT32;
  };
}

/** FNV-1a. */
function mix(seed: number, name: string): number {
  return Buffer.from(name).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5 ^ seed);
}
