import type { Caller } from '../identities';
import type { GatewaySecret } from '../state/gateway-secret';

const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SERIAL_LENGTH = 16;

/**
 * The random values of one request. They come from the gateway's secret, the person and the request id: the
 * same request sent again has the same ones, and so is the same request to the contract.
 */
export interface RequestRandomness {
  /** Lowercase hexadecimal. */
  hex(label: readonly string[], bytes: number): string;
  /** A serial number of 16 characters, about 82 bits. */
  serial(): string;
}

/** The random values of a request. */
export function newRequestRandomness(secret: GatewaySecret, caller: Caller, requestId: string): RequestRandomness {
  const derive = (label: readonly string[], bytes: number): Buffer =>
    secret.derive([caller.issuer, caller.subject, requestId, ...label], bytes);
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
