/**
 * The files in which Fabric's nodes keep their blocks, read without Fabric: blocks one after the other, each with its
 * length before it; in it the header's fields, the envelopes and the metadata, in the order of
 * common/ledger/blkstorage/block_serialization.go of Fabric v2.5.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A block as it is on disk. */
export interface StoredBlock {
  readonly number: number;
  readonly previousHash: Buffer;
  readonly dataHash: Buffer;
  /** One for each transaction. */
  readonly envelopes: readonly Buffer[];
  /** By its index in common.BlockMetadataIndex. */
  readonly metadata: readonly Buffer[];
}

const FILE = /^blockfile_\d{6}$/u;

/** The blocks of a folder, from block 0. */
export function* readBlocks(folder: string): Generator<StoredBlock> {
  const files = readdirSync(folder).filter((name) => FILE.test(name));
  for (const name of files.sort()) {
    yield* parseBlocks(readFileSync(path.join(folder, name)));
  }
}

/** @throws RangeError when the bytes end within a block. */
export function* parseBlocks(bytes: Buffer): Generator<StoredBlock> {
  const file = new Cursor(bytes);
  while (!file.isAtEnd()) {
    const block = new Cursor(file.takeBytes());
    const [number, dataHash, previousHash] = [block.takeVarint(), block.takeBytes(), block.takeBytes()];
    yield { number, previousHash, dataHash, envelopes: block.takeList(), metadata: block.takeList() };
  }
}

class Cursor {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  takeVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes.readUInt8(this.#offset++);
      value += (byte % 128) * factor;
      if (byte < 128) {
        return value;
      }
    }
  }

  takeBytes(): Buffer {
    const length = this.takeVarint();
    if (this.#offset + length > this.#bytes.length) {
      throw new RangeError('the file ends within a block');
    }
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  takeList(): Buffer[] {
    return Array.from({ length: this.takeVarint() }, () => this.takeBytes());
  }
}
