import { hash } from 'node:crypto';

import type { Caller } from '../identities';

const MAX_ENTRIES = 1_000;
const LIFETIME_MS = 60_000;

/**
 * The callers whose tokens were verified within the last minute: whoever works sends the same token with every
 * request, and a signature costs more to verify than all else that is done with it. A key that the issuer withdraws
 * counts for that minute still; an end of validity counts at once. Tokens are kept as digests.
 */
export interface RecentCallers {
  find(token: string): Caller | undefined;
  /** @param expires - The token's end of validity (`exp`), in seconds since the epoch. */
  remember(token: string, caller: Caller, expires: number): void;
}

interface Entry {
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** @param now - The clock, in milliseconds. */
export function newRecentCallers(now: () => number = Date.now): RecentCallers {
  const entries = new Map<string, Entry>();
  return {
    find: (token) => {
      const entry = entries.get(digest(token));
      return entry && now() < entry.until ? entry.caller : undefined;
    },
    remember: (token, caller, expires) => {
      const key = digest(token);
      entries.delete(key);
      entries.set(key, { caller, until: Math.min(now() + LIFETIME_MS, expires * 1000) });
      for (const oldest of entries.keys()) {
        if (entries.size <= MAX_ENTRIES) {
          break;
        }
        entries.delete(oldest);
      }
    },
  };
}

function digest(token: string): string {
  return hash('sha256', token, 'base64');
}
