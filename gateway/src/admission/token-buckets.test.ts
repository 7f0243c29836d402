import { newTokenBuckets } from './token-buckets';

let time = 0;
const now = () => time;

beforeEach(() => {
  time = 0;
});

test('a bucket gives its burst at once, then so many a second', () => {
  const buckets = newTokenBuckets({ perSecond: 2, burst: 2 }, now);
  buckets.take('a');
  expect(buckets.secondsUntilNext('a')).toBe(0);
  buckets.take('a');
  expect(buckets.secondsUntilNext('a')).toBe(0.5);
  time += 500;
  expect(buckets.secondsUntilNext('a')).toBe(0);
});

test('a bucket never holds more than its burst', () => {
  const buckets = newTokenBuckets({ perSecond: 1, burst: 1 }, now);
  buckets.take('a');
  time += 3_600_000;
  buckets.take('a');
  expect(buckets.secondsUntilNext('a')).toBe(1);
});

test('what is taken from an empty bucket does not make the wait longer', () => {
  const buckets = newTokenBuckets({ perSecond: 1, burst: 1 }, now);
  buckets.take('a');
  buckets.take('a');
  expect(buckets.secondsUntilNext('a')).toBe(1);
});

test('each key has a bucket of its own', () => {
  const buckets = newTokenBuckets({ perSecond: 1, burst: 1 }, now);
  buckets.take('a');
  expect(buckets.secondsUntilNext('b')).toBe(0);
});

test('the key not used for longest is forgotten first', () => {
  const buckets = newTokenBuckets({ perSecond: 1, burst: 1 }, now, 2);
  for (const key of ['a', 'b', 'a', 'c']) {
    buckets.take(key);
  }
  expect(['a', 'b', 'c'].map((key) => buckets.secondsUntilNext(key))).toEqual([1, 0, 1]);
});
