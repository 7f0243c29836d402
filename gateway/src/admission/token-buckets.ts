/** So many a second in the long run, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens for each key: it fills at a rate, and what is done takes one out. */
export interface TokenBuckets {
  /** Seconds until there is a token; 0 when there is one. */
  secondsUntilNext(key: string): number;
  /** Takes a token if there is one. */
  take(key: string): void;
}

interface Level {
  readonly tokens: number;
  /** Milliseconds. */
  readonly at: number;
}

const MAX_KEYS = 10_000;

/**
 * Buckets that begin full. The keys not used for longest are forgotten when there are too many, which fills their
 * buckets again.
 * @param now - A clock, in milliseconds.
 */
export function newTokenBuckets({ perSecond, burst }: Rate, now: () => number, maxKeys = MAX_KEYS): TokenBuckets {
  const levels = new Map<string, Level>();
  const tokensOf = (key: string): number => {
    const level = levels.get(key);
    return level ? Math.min(burst, level.tokens + ((now() - level.at) / 1000) * perSecond) : burst;
  };
  return {
    secondsUntilNext: (key) => Math.max(0, (1 - tokensOf(key)) / perSecond),
    take: (key) => {
      const tokens = tokensOf(key);
      levels.delete(key);
      levels.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now() });
      const [oldest] = levels.keys();
      if (levels.size > maxKeys && oldest !== undefined) {
        levels.delete(oldest);
      }
    },
  };
}
