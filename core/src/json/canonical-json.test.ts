import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { isCanonicalJson, toCanonicalJson } from './canonical-json';

const { cases } = loadVectors('rfc-8785.json') as { cases: { json: string; canonical: string }[] };

describe('canonical JSON', () => {
  it.each(cases)('writes $canonical', ({ json, canonical }) => {
    expect(toCanonicalJson(JSON.parse(json))).toBe(canonical);
  });

  it('does not depend on the order of keys, and loses nothing', () => {
    const values = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false }));
    fc.assert(
      fc.property(values, (value) => {
        const text = toCanonicalJson(value);
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(toCanonicalJson(reversed)).toBe(text);
        expect(toCanonicalJson(JSON.parse(text))).toBe(text);
        expect(isCanonicalJson(text)).toBe(true);
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(toCanonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it.each([[undefined], [NaN], [{ a: '\ud800' }], [() => 1]])('throws on %p, which JSON cannot hold', (value) => {
    expect(() => toCanonicalJson(value)).toThrow(TypeError);
  });

  it.each(['{"b":1,"a":2}', '{ "a":1}', '1.0', '{"a":1,"a":1}', 'x', ''])('%j is not canonical', (text) => {
    expect(isCanonicalJson(text)).toBe(false);
  });
});
