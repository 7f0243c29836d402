import { DIGEST_ALGORITHMS, findDigest, hashBytes, type Digest, type DigestAlgorithm } from '../digests/digest';
import { computeMerkleRoot, newInclusionProof, type HashFunction } from '../merkle/merkle-tree';
import { verifyInclusion } from '../merkle/verify-inclusion';
import { MAX_ATTRIBUTES, type ProvenAttribute, type SaltedAttribute } from '../schemas/attribute';
import { encodeAttributeLeaf } from './attribute-leaf';

/**
 * Commits to the attributes of a license: roots of the tree over their leaves, in the order of the names' UTF-8 bytes,
 * by SM3 and SHA-256.
 *
 * @throws RangeError when there are none or too many, a name appears twice, or a salt is malformed.
 */
export function commitAttributes(attributes: readonly SaltedAttribute[]): Digest[] {
  const leaves = sortAttributes(attributes).map(encodeAttributeLeaf);
  return DIGEST_ALGORITHMS.map((alg) => ({ alg, value: toHex(computeMerkleRoot(newHash(alg), leaves)) }));
}

/**
 * Proves one attribute against the root of all.
 *
 * @param attributes - All attributes that the license was issued with.
 * @param name - The attribute to reveal.
 * @throws RangeError when no attribute has the name, or the attributes cannot be committed to.
 */
export function proveAttribute(
  attributes: readonly SaltedAttribute[],
  name: string,
  alg: DigestAlgorithm,
): ProvenAttribute {
  const sorted = sortAttributes(attributes);
  const index = sorted.findIndex((attribute) => attribute.name === name);
  const attribute = sorted[index];
  if (attribute === undefined) {
    throw new RangeError('no attribute has this name');
  }
  const hashes = newInclusionProof(newHash(alg), sorted.map(encodeAttributeLeaf), index).map(toHex);
  return { ...attribute, proof: { alg, index, size: sorted.length, hashes } };
}

/**
 * Whether an attribute that was shown is one of those a license was issued with.
 *
 * @param proven - The attribute as it passed `provenAttributeSchema`.
 * @param roots - Roots that the ledger holds.
 * @param count - Number of attributes that the ledger holds.
 */
export function verifyAttribute(proven: ProvenAttribute, roots: readonly Digest[], count: number): boolean {
  const { proof } = proven;
  const root = findDigest(roots, proof.alg);
  if (root === undefined || proof.size !== count) {
    return false;
  }
  return verifyInclusion(newHash(proof.alg), {
    leaf: encodeAttributeLeaf(proven),
    index: proof.index,
    size: proof.size,
    proof: proof.hashes.map(fromHex),
    root: fromHex(root.value),
  });
}

function sortAttributes(attributes: readonly SaltedAttribute[]): SaltedAttribute[] {
  const names = new Set(attributes.map(({ name }) => name));
  if (attributes.length === 0 || attributes.length > MAX_ATTRIBUTES || names.size !== attributes.length) {
    throw new RangeError('attributes are 1 to 64, each name once');
  }
  return attributes.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

function newHash(alg: DigestAlgorithm): HashFunction {
  return (data) => hashBytes(alg, data);
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fromHex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
