import { deriveBytes } from '../state/derive-bytes';

const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SERIAL_LENGTH = 16;

/**
 * The random values of one request. They come from the seed that the outbox keeps with it: the request sent again
 * has the same ones, and so is the same request to the contract. When the seed is forgotten, nobody can compute
 * them any more.
 */
export interface RequestRandomness {
  /** Lowercase hexadecimal. */
  hex(label: readonly string[], bytes: number): string;
  /** A serial number of 16 characters, about 82 bits. */
  serial(): string;
}

/**
 * The random values of a request.
 * @param seed - 32 random bytes of this request alone.
 */
export function newRequestRandomness(seed: Uint8Array): RequestRandomness {
  const derive = (label: readonly string[], bytes: number): Buffer => deriveBytes(seed, ['request', ...label], bytes);
  return {
    hex: (label, bytes) => derive(label, bytes).toString('hex'),
    serial: () => toSerial(derive(['serial'], SERIAL_LENGTH * 2)),
  };
}

/** Two bytes a character, so that every character is all but equally likely. */
function toSerial(bytes: Buffer): string {
  const places = Array.from({ length: SERIAL_LENGTH }, (_, index) => bytes.readUInt16BE(index * 2));
  return places.map((value) => SERIAL_ALPHABET.charAt(value % SERIAL_ALPHABET.length)).join('');
}
