import { createHash } from 'node:crypto';

/** Hash algorithms of digests and commitments, in the order in which lists carry them. */
export const DIGEST_ALGORITHMS = ['sm3', 'sha256'] as const;

/** SM3 (GB/T 32905) or SHA-256 (FIPS 180-4). */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** A digest that names its algorithm. */
export interface Digest {
  readonly alg: DigestAlgorithm;
  /** 64 lowercase hexadecimal digits. */
  readonly value: string;
  /** The key that the value depends on, when it does (an HMAC, a seal). */
  readonly keyRef?: string | undefined;
}

/** Hashes bytes, or a text's UTF-8 bytes. */
export function hashBytes(alg: DigestAlgorithm, data: Uint8Array | string): Buffer {
  return createHash(alg).update(data).digest();
}

/** SM3 (GB/T 32905) in lowercase hexadecimal. */
export function sm3Hex(data: Uint8Array | string): string {
  return hashBytes('sm3', data).toString('hex');
}

/** SHA-256 (FIPS 180-4) in lowercase hexadecimal. */
export function sha256Hex(data: Uint8Array | string): string {
  return hashBytes('sha256', data).toString('hex');
}

/** The digests of the same bytes by every algorithm, SM3 first. */
export function newDigests(data: Uint8Array | string): Digest[] {
  return DIGEST_ALGORITHMS.map((alg) => ({ alg, value: hashBytes(alg, data).toString('hex') }));
}

/** The digest by this algorithm in a list, or undefined when the list has none. */
export function findDigest(digests: readonly Digest[], alg: DigestAlgorithm): Digest | undefined {
  return digests.find((digest) => digest.alg === alg);
}
