import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { computeUsccCheck, isUscc } from './uscc';

const vectors = loadVectors('gb-32100.json') as { valid: string[]; invalid: { value: string; why: string }[] };
const alphabet = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');

describe('unified social credit code', () => {
  it.each(vectors.valid)('accepts %s', (value) => {
    expect(isUscc(value)).toBe(true);
  });

  it.each(vectors.invalid)('refuses $value: $why', ({ value }) => {
    expect(isUscc(value)).toBe(false);
  });

  it('notices every single wrong character', () => {
    const places = fc.tuple(fc.constantFrom(...vectors.valid), fc.nat(17), fc.constantFrom(...alphabet));
    fc.assert(
      fc.property(places, ([value, index, character]) => {
        fc.pre(value[index] !== character);
        expect(isUscc(Array.from(value).with(index, character).join(''))).toBe(false);
      }),
    );
  });

  it('computes a check only over a body of its alphabet', () => {
    expect(computeUsccCheck('91440300342940975')).toBe('5');
    expect(() => computeUsccCheck('9144030034294097I')).toThrow(RangeError);
    expect(() => computeUsccCheck('9144')).toThrow(RangeError);
  });
});
