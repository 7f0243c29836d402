import { createHash } from 'node:crypto';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const LONG_FORM = 0x80;

/** The parts of a block's header. */
export interface BlockHeaderParts {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/**
 * The hash by which the next block refers to this one: SHA-256 of the header in DER, as Fabric's
 * `protoutil.BlockHeaderHash` computes it. Lowercase hexadecimal.
 */
export function computeBlockHeaderHash({ number, previousHash, dataHash }: BlockHeaderParts): string {
  const fields = [toDer(INTEGER, toInteger(number)), toDer(OCTETS, previousHash), toDer(OCTETS, dataHash)];
  return createHash('sha256').update(toDer(SEQUENCE, Buffer.concat(fields))).digest('hex');
}

function toDer(tag: number, content: Uint8Array): Buffer {
  const length = content.length < LONG_FORM ? [content.length] : [LONG_FORM + 1, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** The shortest two's complement form. */
function toInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) >= LONG_FORM ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}
