import { createHmac } from 'node:crypto';
import type { HolderId } from '../schemas/holder';

/**
 * Name under which the city's collection keeps a holder: HMAC-SHA256(secret, idType ‖ 0x00 ‖ idNumber), texts in UTF-8.
 * Without the secret an identity number cannot be tried out against it.
 *
 * @param secret - The city's key, at least 32 bytes.
 * @returns 64 lowercase hexadecimal digits.
 * @throws RangeError when the secret is shorter.
 */
export function computeHolderKey(secret: Uint8Array, { idType, idNumber }: HolderId): string {
  if (secret.length < 32) {
    throw new RangeError('the key of the holders is at least 32 bytes');
  }
  return createHmac('sha256', secret).update(`${idType}\0${idNumber}`, 'utf8').digest('hex');
}
