import { sum, toMedian, toPercentiles } from './statistics.mts';

describe('a median', () => {
  it('is the middle value, or halfway between the two in the middle', () => {
    expect(toMedian([3, 1, 2]).median).toBe(2);
    expect(toMedian([4, 1, 3, 2]).median).toBe(2.5);
  });

  // Coverages from tables of the binomial distribution with p = 1/2.
  it.each([
    [6, 1, 0.96875],
    [7, 1, 0.984375],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [10, 2, 0.978515625],
  ])('of %d values has an interval from the value of rank %d, which holds the true one as often as it says', (count, rank, coverage) => {
    const values = Array.from({ length: count }, (_, index) => index + 1);
    expect(toMedian(values)).toMatchObject({ low: rank, high: count + 1 - rank, coverage });
  });

  it('of few values has the whole range as its interval, and says how little that is', () => {
    expect(toMedian([1, 2])).toEqual({ median: 1.5, low: 1, high: 2, coverage: 0.5 });
  });
});

it('percentiles are values of the sample, by nearest rank', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(toPercentiles(values)).toEqual({ p50: 100, p95: 190, p99: 198, samples: 200 });
});

it('the sum of nothing is nothing', () => {
  expect(sum([])).toBe(0);
});
