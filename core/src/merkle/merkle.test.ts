import fc from 'fast-check';
import { loadVectors } from '../../vectors/load-vectors';
import { hashBytes, type DigestAlgorithm } from '../digests/digest';
import { computeMerkleRoot, MAX_TREE_SIZE, newInclusionProof, type HashFunction } from './merkle-tree';
import { verifyInclusion, type InclusionClaim } from './verify-inclusion';

interface Vectors {
  leavesHex: string[];
  roots: Record<string, string>;
  proofs: { index: number; size: number; hashes: string[] }[];
}

const vectors = loadVectors('rfc-6962.json') as Vectors;
const leaves = vectors.leavesHex.map((hex) => Buffer.from(hex, 'hex'));
const sha256: HashFunction = (data) => hashBytes('sha256', data);
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const trees = fc
  .tuple(
    fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 }),
    fc.nat(),
    fc.constantFrom<DigestAlgorithm>('sm3', 'sha256'),
  )
  .map(([data, place, alg]) => newClaim(data, place % data.length, (bytes) => hashBytes(alg, bytes)));

describe('Merkle tree', () => {
  it.each(Object.entries(vectors.roots))('of %s leaves has the root of RFC 6962', (size, root) => {
    expect(toHex(computeMerkleRoot(sha256, leaves.slice(0, Number(size))))).toBe(root);
  });

  it.each(vectors.proofs)('proves leaf $index of $size by the path of RFC 6962', ({ index, size, hashes }) => {
    const { hash, claim } = newClaim(leaves.slice(0, size), index, sha256);
    expect(claim.proof.map(toHex)).toEqual(hashes);
    expect(verifyInclusion(hash, claim)).toBe(true);
  });

  it('proves every leaf of every tree, by SM3 and SHA-256', () => {
    fc.assert(fc.property(trees, ({ hash, claim }) => verifyInclusion(hash, claim)));
  });

  it('proves nothing with another leaf, root, length or changed sibling', () => {
    fc.assert(
      fc.property(trees, fc.nat(), ({ hash, claim }, place) => {
        const flipped = claim.proof.map((bytes, at) => (at === place % claim.proof.length ? flip(bytes) : bytes));
        const forged: Partial<InclusionClaim>[] = [
          { leaf: Buffer.concat([claim.leaf, Buffer.of(0)]) },
          { root: flip(claim.root) },
          { root: claim.root.subarray(1) },
          { proof: [...claim.proof, claim.root] },
          ...(claim.proof.length === 0 ? [] : [{ proof: flipped }, { proof: claim.proof.slice(1) }]),
        ];
        expect(forged.filter((change) => verifyInclusion(hash, { ...claim, ...change }))).toEqual([]);
      }),
    );
  });

  it.each([
    { index: -1 },
    { index: 8 },
    { index: 0.5 },
    { index: NaN },
    { size: 0 },
    { size: Infinity },
    { size: MAX_TREE_SIZE + 1 },
    { size: 2 ** 40, index: 2 ** 40 - 1 },
  ])('answers false, and does not throw, for the claim %j', (change) => {
    const { hash, claim } = newClaim(leaves, 3, sha256);
    expect(verifyInclusion(hash, { ...claim, ...change })).toBe(false);
  });

  it('is bounded, and has no leaf outside of itself', () => {
    const many = new Array<Uint8Array>(MAX_TREE_SIZE + 1).fill(new Uint8Array());
    expect(() => computeMerkleRoot(sha256, many)).toThrow(RangeError);
    expect(() => newInclusionProof(sha256, leaves, 8)).toThrow(RangeError);
    expect(() => newInclusionProof(sha256, [], 0)).toThrow(RangeError);
  });
});

interface Case {
  readonly hash: HashFunction;
  readonly claim: InclusionClaim;
}

function newClaim(data: readonly Uint8Array[], index: number, hash: HashFunction): Case {
  const leaf = data[index] ?? new Uint8Array();
  const [proof, root] = [newInclusionProof(hash, data, index), computeMerkleRoot(hash, data)];
  return { hash, claim: { leaf, index, size: data.length, proof, root } };
}

function flip(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
}
