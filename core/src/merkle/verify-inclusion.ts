import { timingSafeEqual } from 'node:crypto';
import { hashLeaf, hashNode, MAX_TREE_SIZE, type HashFunction } from './merkle-tree';

/** What an inclusion proof claims. Every field may come from an attacker. */
export interface InclusionClaim {
  /** The leaf's bytes, not their hash. */
  readonly leaf: Uint8Array;
  /** Place of the leaf, from 0. */
  readonly index: number;
  /** Number of leaves of the tree. */
  readonly size: number;
  /** Siblings from the leaf to the root. */
  readonly proof: readonly Uint8Array[];
  /** Root of the tree. */
  readonly root: Uint8Array;
}

/**
 * Whether a leaf is in the tree of this size and root (RFC 9162 §2.1.3.2). Malformed claims are false, never an error;
 * the length of the proof must be exactly that of the path.
 */
export function verifyInclusion(hash: HashFunction, claim: InclusionClaim): boolean {
  if (!isBounded(claim) || claim.proof.length !== pathLength(claim.index, claim.size)) {
    return false;
  }
  const leafHash = hashLeaf(hash, claim.leaf);
  if ([claim.root, ...claim.proof].some((value) => value.length !== leafHash.length)) {
    return false;
  }
  return timingSafeEqual(climb(hash, leafHash, claim), claim.root);
}

function isBounded({ index, size }: InclusionClaim): boolean {
  return Number.isInteger(index) && Number.isInteger(size) && index >= 0 && index < size && size <= MAX_TREE_SIZE;
}

function pathLength(index: number, size: number): number {
  let length = 0;
  for (let node = index, last = size - 1; last > 0; node >>= 1, last >>= 1) {
    length += hasSibling(node, last) ? 1 : 0;
  }
  return length;
}

function climb(hash: HashFunction, leafHash: Uint8Array, claim: InclusionClaim): Uint8Array {
  let [node, last, current] = [claim.index, claim.size - 1, leafHash];
  for (const sibling of claim.proof) {
    while (!hasSibling(node, last)) {
      node >>= 1;
      last >>= 1;
    }
    current = node % 2 === 1 ? hashNode(hash, sibling, current) : hashNode(hash, current, sibling);
    node >>= 1;
    last >>= 1;
  }
  return current;
}

function hasSibling(node: number, last: number): boolean {
  return node % 2 === 1 || node < last;
}
