import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { computeResidentIdCheck, isResidentId } from './resident-id';

const vectors = loadVectors('gb-11643.json') as { valid: string[]; invalid: { value: string; why: string }[] };

describe('citizen identity number', () => {
  it.each(vectors.valid)('accepts %s', (value) => {
    expect(isResidentId(value)).toBe(true);
  });

  it.each(vectors.invalid)('refuses $value: $why', ({ value }) => {
    expect(isResidentId(value)).toBe(false);
  });

  it('accepts any existing date of birth with its check character', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.nat(999), (date, sequence) => {
        const birth = date.toISOString().slice(0, 10).replaceAll('-', '');
        const body = `210102${birth}${String(sequence).padStart(3, '0')}`;
        expect(isResidentId(body + computeResidentIdCheck(body))).toBe(true);
      }),
    );
  });

  it('computes a check only over 17 digits', () => {
    expect(() => computeResidentIdCheck('3405241980010100X')).toThrow(RangeError);
  });
});
