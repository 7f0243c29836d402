import type { SaltedAttribute } from '../schemas/attribute';

/** First field of every attribute leaf: names the encoding and its version. */
export const ATTRIBUTE_LEAF_TAG = 'shengjing/attribute/1';


/**
 * Bytes of an attribute's leaf: tag, name, type, value and salt, each as its length in bytes (u32, big-endian) followed
 * by the bytes. Texts are UTF-8, the salt is hexadecimal.
 *
 * @throws RangeError when the salt is not 16 to 64 bytes of lowercase hexadecimal.
 */
export function encodeAttributeLeaf({ name, type, value, salt }: SaltedAttribute): Buffer {
  const texts = [ATTRIBUTE_LEAF_TAG, name, type, value].map((text) => Buffer.from(text, 'utf8'));
  return Buffer.concat([...texts, decodeSalt(salt)].flatMap((field) => [encodeLength(field.length), field]));
}

function decodeSalt(salt: string): Buffer {
  if (!/^(?:[0-9a-f]{2}){16,64}$/u.test(salt)) {
    throw new RangeError('a salt is 16 to 64 bytes of lowercase hexadecimal');
  }
  return Buffer.from(salt, 'hex');
}

function encodeLength(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
