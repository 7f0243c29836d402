import { deriveBytes } from './derive-bytes';

const SEED = Buffer.alloc(32, 7);

test('derived bytes are the same for the same parts and differ for any other', () => {
  const values = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'a', 'b']].map((parts) => deriveBytes(SEED, parts, 16));
  expect(deriveBytes(SEED, ['a', 'b'], 16)).toEqual(values[0]);
  expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(4);
});

test('derived bytes differ between seeds', () => {
  expect(deriveBytes(Buffer.alloc(32, 8), ['a'], 16)).not.toEqual(deriveBytes(SEED, ['a'], 16));
});

test('parts may have any length', () => {
  expect(deriveBytes(SEED, ['沈'.repeat(2_000)], 64)).toHaveLength(64);
});
