/** A median with an interval that holds the true one at least as often as `coverage` says. */
export interface Median {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly coverage: number;
}

/** Percentiles of a sample. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly samples: number;
}

const WANTED_COVERAGE = 0.95;

/**
 * The median and its interval by order statistics (the sign test turned round): exact whatever the distribution, and
 * nothing is drawn at random. With fewer than six values no interval reaches 95 %; then it is the whole range, and
 * `coverage` says how little that is.
 */
export function toMedian(values: readonly number[]): Median {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  let rank = 1;
  while (rank + 1 <= n / 2 && coverageOf(n, rank + 1) >= WANTED_COVERAGE) {
    rank++;
  }
  const at = (index: number): number => sorted[index] ?? NaN;
  const median = (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2;
  return { median, low: at(rank - 1), high: at(n - rank), coverage: coverageOf(n, rank) };
}

/** Percentiles by nearest rank. */
export function toPercentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), samples: sorted.length };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** How often the true median lies between the values of this rank from either end. */
function coverageOf(n: number, rank: number): number {
  let tail = 0;
  let ways = 1;
  for (let k = 0; k < rank; k++) {
    tail += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return 1 - 2 * (tail / 2 ** n);
}
