import { createHash, hkdfSync } from 'node:crypto';

import { encodeParts } from './encode-parts';

/**
 * HKDF-SHA256 (RFC 5869) over the parts, each encoded with its length so that no two lists collide.
 * @param secret - Where the result's randomness comes from.
 * @param bytes - Length of the result.
 */
export function deriveBytes(secret: Uint8Array, parts: readonly string[], bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', toInfo(parts), bytes));
}

/** Node takes at most 1024 bytes of info, so it is the digest of the parts' encoding. */
function toInfo(parts: readonly string[]): Buffer {
  return createHash('sha256').update(encodeParts(['derive', ...parts])).digest();
}
