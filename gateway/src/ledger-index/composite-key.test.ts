import { parseCompositeKey } from './composite-key';

test('a composite key is taken apart into its kind and parts', () => {
  expect(parseCompositeKey('\u0000license\u0000a\u0000b\u0000')).toEqual({ kind: 'license', parts: ['a', 'b'] });
  expect(parseCompositeKey('\u0000license\u0000')).toEqual({ kind: 'license', parts: [] });
});

test.each(['', 'license', 'license\u0000a\u0000', '\u0000license', '\u0000license\u0000a'])('%j is none', (key) => {
  expect(parseCompositeKey(key)).toBeUndefined();
});
