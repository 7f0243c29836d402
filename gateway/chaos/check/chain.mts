import { createHash } from 'node:crypto';

import type { StoredBlock } from './block-file.mts';

/** What links a block to the one before it and to its content. Hashes in hexadecimal. */
export interface Link {
  readonly number: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly dataHash: string;
  /** Of the envelopes that are there. */
  readonly computedDataHash: string;
  /** The node's verdict on each transaction, one byte for each; orderers have none. */
  readonly verdicts: string;
}

/** The blocks of one node. */
export interface Chain {
  readonly node: string;
  readonly kind: 'peer' | 'orderer';
  readonly links: readonly Link[];
}

const TRANSACTIONS_FILTER = 2;
const DER = { sequence: 0x30, integer: 0x02, octetString: 0x04 } as const;

export function toLink({ number, previousHash, dataHash, envelopes, metadata }: StoredBlock): Link {
  return {
    number,
    hash: hashHeader(number, previousHash, dataHash),
    previousHash: previousHash.toString('hex'),
    dataHash: dataHash.toString('hex'),
    computedDataHash: sha256(Buffer.concat(envelopes)),
    verdicts: metadata[TRANSACTIONS_FILTER]?.toString('hex') ?? '',
  };
}

/** SHA-256 of the header in ASN.1 DER: number, hash of the block before, hash of the data. */
export function hashHeader(number: number, previousHash: Buffer, dataHash: Buffer): string {
  const fields = [encode(DER.integer, toInteger(number)), encode(DER.octetString, previousHash), encode(DER.octetString, dataHash)];
  return sha256(encode(DER.sequence, Buffer.concat(fields)));
}

/** Every field is shorter than 128 bytes, so its length is one byte. */
function encode(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/** The shortest bytes with the sign bit clear. */
function toInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return bytes.readUInt8(0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
