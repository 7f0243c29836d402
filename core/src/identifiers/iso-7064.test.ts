import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { computeMod3736 } from './iso-7064';

const { checks } = loadVectors('iso-7064.json') as { checks: { body: string; check: string }[] };
const alphabet = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const bodies = fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 60 });

describe('ISO 7064 MOD 37,36', () => {
  it.each(checks)('gives $check for $body', ({ body, check }) => {
    expect(computeMod3736(body)).toBe(check);
  });

  it('notices every single wrong character', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.constantFrom(...alphabet), (body, place, character) => {
        const index = place % body.length;
        fc.pre(body[index] !== character);
        expect(computeMod3736(body.with(index, character).join(''))).not.toBe(computeMod3736(body.join('')));
      }),
    );
  });

  it.each(['', 'a', 'A.B', '证'])('refuses the body %j', (body) => {
    expect(() => computeMod3736(body)).toThrow(RangeError);
  });
});
