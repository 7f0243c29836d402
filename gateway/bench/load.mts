/** What the callers of one phase saw. */
export interface LoadResult {
  /** Milliseconds, one for each call that succeeded. */
  readonly latencies: readonly number[];
  /** Failures by what was said. */
  readonly failures: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** When callers stop. */
export type Until = { readonly seconds: number } | { readonly calls: number };

/** Keeps so many calls in flight: each caller sends its next call when the last one is answered. */
export async function runLoad(call: () => Promise<unknown>, inFlight: number, until: Until): Promise<LoadResult> {
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  const start = performance.now();
  let begun = 0;
  const goesOn = (): boolean =>
    'calls' in until ? begun < until.calls : performance.now() - start < until.seconds * 1000;
  const caller = async (): Promise<void> => {
    while (goesOn()) {
      begun++;
      const sent = performance.now();
      try {
        await call();
        latencies.push(performance.now() - sent);
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        failures[said] = (failures[said] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return { latencies, failures, seconds: (performance.now() - start) / 1000 };
}
