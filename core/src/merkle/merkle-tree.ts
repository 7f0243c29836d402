/** A hash function over bytes. */
export type HashFunction = (data: Uint8Array) => Uint8Array;

/** Most leaves of a tree that is built or proven here. */
export const MAX_TREE_SIZE = 65_536;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** Hash of a leaf (RFC 6962 §2.1): H(0x00 ‖ leaf). */
export function hashLeaf(hash: HashFunction, leaf: Uint8Array): Uint8Array {
  return hash(Buffer.concat([LEAF_PREFIX, leaf]));
}

/** Hash of a node (RFC 6962 §2.1): H(0x01 ‖ left ‖ right). */
export function hashNode(hash: HashFunction, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(Buffer.concat([NODE_PREFIX, left, right]));
}

/**
 * Root of the tree over the leaves (RFC 6962 §2.1). A node without a sibling is promoted; the empty tree is H("").
 *
 * @throws RangeError when there are more than MAX_TREE_SIZE leaves.
 */
export function computeMerkleRoot(hash: HashFunction, leaves: readonly Uint8Array[]): Uint8Array {
  assertSize(leaves.length);
  return leaves.length === 0 ? hash(new Uint8Array()) : computeSubtree(hash, leaves);
}

/**
 * Proof that a leaf is in the tree (RFC 9162 §2.1.3.1): the siblings from the leaf to the root.
 *
 * @param index - Place of the leaf, from 0.
 * @throws RangeError when there is no such leaf, or more than MAX_TREE_SIZE of them.
 */
export function newInclusionProof(hash: HashFunction, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  assertSize(leaves.length);
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError('no leaf at this index');
  }
  return computePath(hash, leaves, index);
}

function computeSubtree(hash: HashFunction, leaves: readonly Uint8Array[]): Uint8Array {
  const [leaf] = leaves;
  if (leaf !== undefined && leaves.length === 1) {
    return hashLeaf(hash, leaf);
  }
  const split = largestPowerBelow(leaves.length);
  return hashNode(hash, computeSubtree(hash, leaves.slice(0, split)), computeSubtree(hash, leaves.slice(split)));
}

function computePath(hash: HashFunction, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) {
    return [];
  }
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...computePath(hash, left, index), computeSubtree(hash, right)]
    : [...computePath(hash, right, index - split), computeSubtree(hash, left)];
}

function largestPowerBelow(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

function assertSize(size: number): void {
  if (size > MAX_TREE_SIZE) {
    throw new RangeError('too many leaves');
  }
}
