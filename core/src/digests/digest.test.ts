import { loadVectors } from '../../vectors/load-vectors';
import { findDigest, newDigests, sha256Hex, sm3Hex } from './digest';

const { cases } = loadVectors('gbt-32905.json') as { cases: { utf8: string; hex: string }[] };

describe('digests', () => {
  it.each(cases)('SM3 of "$utf8" is that of the standard', ({ utf8, hex }) => {
    expect(sm3Hex(utf8)).toBe(hex);
    expect(sm3Hex(Buffer.from(utf8))).toBe(hex);
  });

  it('SHA-256 of "abc" is that of FIPS 180-4', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('come by both algorithms, SM3 first, and are found by name', () => {
    const digests = newDigests('abc');
    expect(digests.map(({ alg }) => alg)).toEqual(['sm3', 'sha256']);
    expect(findDigest(digests, 'sha256')?.value).toBe(sha256Hex('abc'));
    expect(findDigest([], 'sm3')).toBeUndefined();
  });
});
