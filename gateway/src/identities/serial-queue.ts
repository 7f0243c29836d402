/** Runs jobs of the same key one after the other, of different keys side by side. */
export type SerialQueue = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/** A queue in memory; a failed job does not hold up the next. */
export function newSerialQueue(): SerialQueue {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, job) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(job);
    const tail = result.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (tails.get(key) === tail) {
        tails.delete(key);
      }
    }
  };
}
