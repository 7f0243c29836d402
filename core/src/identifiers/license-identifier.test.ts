import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { CodedError } from '../errors/coded-error';
import { computeMod3736 } from './iso-7064';
import {
  formatLicenseIdentifier,
  isLicenseIdentifier,
  parseLicenseIdentifier,
  readLicenseIdentifier,
  type LicenseIdentifier,
} from './license-identifier';

const vectors = loadVectors('gbt-36904.json') as { valid: string[]; invalid: { value: string; fault: string }[] };
const key = { type: '11100000000013338W011', issuer: '11430000006122244L' };
const serials = fc.stringMatching(/^[0-9A-Z]{1,32}$/u);

describe('license identifier', () => {
  it.each(vectors.valid)('reads and writes %s', (value) => {
    expect(isLicenseIdentifier(value)).toBe(true);
    expect(formatLicenseIdentifier(parseLicenseIdentifier(value))).toBe(value);
  });

  it.each(vectors.invalid)('says that the $fault of $value is wrong', ({ value, fault }) => {
    expect(readLicenseIdentifier(value)).toEqual({ ok: false, fault });
  });

  it('throws a code, and which part is wrong, when it must parse', () => {
    expect(() => parseLicenseIdentifier('x')).toThrow(new CodedError('INVALID_IDENTIFIER'));
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(serials, fc.integer({ min: 1, max: 999 }), (serial, version) => {
        const identifier = { ...key, serial, version };
        expect(parseLicenseIdentifier(formatLicenseIdentifier(identifier))).toEqual(identifier);
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => !readLicenseIdentifier(`1.2.156.3005.2.${text}`).ok));
  });

  it('reads the six-digit issuer of a foreign license but never writes one', () => {
    const check = computeMod3736('11100000000013338W011430000A1001');
    const reading = readLicenseIdentifier(`1.2.156.3005.2.11100000000013338W011.430000.A1.001.${check}`);
    expect(reading).toEqual({ ok: true, identifier: { ...key, issuer: '430000', serial: 'A1', version: 1 } });
    expect(faultOf({ ...key, issuer: '430000', serial: 'A1', version: 1 })).toBe('issuer');
  });

  it.each([
    ['type', { type: '11100000000013337W011' }],
    ['issuer', { issuer: '11430000006122245L' }],
    ['serial', { serial: 'a' }],
    ['version', { version: 0 }],
    ['version', { version: 1000 }],
    ['version', { version: 1.5 }],
  ])('refuses to write a wrong %s', (fault, change) => {
    expect(faultOf({ ...key, serial: 'A1', version: 1, ...change })).toBe(fault);
  });
});

function faultOf(identifier: LicenseIdentifier): unknown {
  try {
    return formatLicenseIdentifier(identifier);
  } catch (error) {
    return (error as CodedError).details?.['fault'];
  }
}
