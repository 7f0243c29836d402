import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import type { DigestAlgorithm } from '../digests/digest';
import { ATTRIBUTE_TYPES, provenAttributeSchema, type SaltedAttribute } from '../schemas/attribute';
import { commitAttributes, proveAttribute, verifyAttribute } from './attribute-commitment';
import { encodeAttributeLeaf } from './attribute-leaf';

interface Vectors {
  attributes: SaltedAttribute[];
  leaves: { name: string; leafHex: string }[];
  roots: Record<DigestAlgorithm, string>;
  proofs: { name: string; alg: DigestAlgorithm; index: number; size: number; hashes: string[] }[];
}

const vectors = loadVectors('attribute-commitment-1.json') as Vectors;
const { attributes } = vectors;
const salts = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const lists = fc.uniqueArray(
  fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    type: fc.constantFrom(...ATTRIBUTE_TYPES),
    value: fc.string({ unit: 'grapheme', maxLength: 40 }),
    salt: salts,
  }),
  { minLength: 1, maxLength: 20, selector: ({ name }) => name },
);

describe('attribute commitment', () => {
  it.each(vectors.leaves)('encodes $name in the exact bytes of the vector', ({ name, leafHex }) => {
    const [attribute] = attributes.filter((candidate) => candidate.name === name);
    expect(attribute && encodeAttributeLeaf(attribute).toString('hex')).toBe(leafHex);
  });

  it('has the roots of the vector in whatever order the attributes come', () => {
    const expected = (['sm3', 'sha256'] as const).map((alg) => ({ alg, value: vectors.roots[alg] }));
    expect(commitAttributes(attributes)).toEqual(expected);
    expect(commitAttributes(attributes.toReversed())).toEqual(expected);
  });

  it.each(vectors.proofs)('proves $name by $alg as in the vector', ({ name, alg, index, size, hashes }) => {
    const proven = proveAttribute(attributes, name, alg);
    expect(proven.proof).toEqual({ alg, index, size, hashes });
    expect(verifyAttribute(provenAttributeSchema.parse(proven), commitAttributes(attributes), size)).toBe(true);
  });

  it('proves each attribute that was committed to, and none that was changed', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.constantFrom<DigestAlgorithm>('sm3', 'sha256'), (list, place, alg) => {
        const roots = commitAttributes(list);
        const proven = proveAttribute(list, list[place % list.length]?.name ?? '', alg);
        const changes = [
          { value: `${proven.value}x` },
          { name: `${proven.name}x` },
          { salt: proven.salt.replace(/^./u, (digit) => (digit === '0' ? '1' : '0')) },
        ];
        expect(verifyAttribute(proven, roots, list.length)).toBe(true);
        expect(changes.filter((change) => verifyAttribute({ ...proven, ...change }, roots, list.length))).toEqual([]);
      }),
    );
  });

  it('does not move bytes between name, type and value', () => {
    const [first] = attributes;
    const other = { ...first, name: '经营', value: '场所' } as SaltedAttribute;
    const moved = { ...first, name: '经营场', value: '所' } as SaltedAttribute;
    expect(encodeAttributeLeaf(other)).not.toEqual(encodeAttributeLeaf(moved));
  });

  it('fails for another number of attributes, another root, or an algorithm without a root', () => {
    const roots = commitAttributes(attributes);
    const proven = proveAttribute(attributes, 'issueNumber', 'sm3');
    expect(verifyAttribute(proven, roots, attributes.length + 1)).toBe(false);
    expect(verifyAttribute(proven, commitAttributes(attributes.slice(1)), attributes.length)).toBe(false);
    expect(verifyAttribute(proven, roots.slice(1), attributes.length)).toBe(false);
  });

  it('refuses no attributes, too many, a name twice, a short salt and an unknown name', () => {
    const [first] = attributes as [SaltedAttribute];
    const many = Array.from({ length: 65 }, (_, index) => ({ ...first, name: String(index) }));
    const salts = ['00', first.salt.toUpperCase()].map((salt) => [{ ...first, salt }]);
    for (const list of [[], many, [first, first], ...salts]) {
      expect(() => commitAttributes(list)).toThrow(RangeError);
    }
    expect(() => proveAttribute(attributes, 'none', 'sm3')).toThrow(RangeError);
  });
});
