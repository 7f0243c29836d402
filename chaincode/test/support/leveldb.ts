/**
 * What the files of a LevelDB hold, readable: tables are compressed block by block, and journals cut what they hold
 * into pieces, so that a value that is there need not be seen in the bytes of the file.
 *
 * Sources: LevelDB's doc/table_format.md and doc/log_format.md, Snappy's format_description.txt.
 */

const FOOTER = 48;
const COMPRESSED = 1;
const JOURNAL_BLOCK = 32_768;
const JOURNAL_HEADER = 7;

/** The data blocks of a table (`.ldb`), each in clear. */
export function blocksOfTable(file: Buffer): Buffer[] {
  const footer = new Reader(file.subarray(file.length - FOOTER));
  footer.handle();
  const index = new Reader(blockAt(file, footer.handle()));
  const restarts = index.bytes.readUInt32LE(index.bytes.length - 4);
  const end = index.bytes.length - 4 * (restarts + 1);
  const blocks: Buffer[] = [];
  while (index.position < end) {
    index.varint();
    const keyLength = index.varint();
    const valueLength = index.varint();
    index.position += keyLength;
    const next = index.position + valueLength;
    blocks.push(blockAt(file, index.handle()));
    index.position = next;
  }
  return blocks;
}

/** What a journal (`.log`) holds, in one piece. */
export function contentOfJournal(file: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let start = 0; start < file.length; start += JOURNAL_BLOCK) {
    const end = Math.min(start + JOURNAL_BLOCK, file.length);
    let position = start;
    while (position + JOURNAL_HEADER <= end) {
      const length = file.readUInt16LE(position + 4);
      position += JOURNAL_HEADER;
      pieces.push(file.subarray(position, position + length));
      position += length;
    }
  }
  return Buffer.concat(pieces);
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function blockAt(file: Buffer, { offset, size }: Handle): Buffer {
  const block = file.subarray(offset, offset + size);
  return file[offset + size] === COMPRESSED ? decompress(block) : block;
}

/** Snappy: literals, and copies of what came before. */
function decompress(bytes: Buffer): Buffer {
  const reader = new Reader(bytes);
  const out = Buffer.alloc(reader.varint());
  let written = 0;
  while (reader.position < bytes.length) {
    const tag = reader.byte();
    if ((tag & 3) === 0) {
      const length = literalLength(reader, tag >> 2);
      bytes.copy(out, written, reader.position, reader.position + length);
      reader.position += length;
      written += length;
    } else {
      const { length, offset } = copyOf(reader, tag);
      for (let copied = 0; copied < length; copied += 1, written += 1) {
        out[written] = out[written - offset] ?? 0;
      }
    }
  }
  return out;
}

function literalLength(reader: Reader, code: number): number {
  return 1 + (code < 60 ? code : reader.littleEndian(code - 59));
}

function copyOf(reader: Reader, tag: number): { length: number; offset: number } {
  if ((tag & 3) === 1) {
    return { length: 4 + ((tag >> 2) & 7), offset: ((tag >> 5) << 8) + reader.byte() };
  }
  return { length: 1 + (tag >> 2), offset: reader.littleEndian((tag & 3) === 2 ? 2 : 4) };
}

class Reader {
  readonly bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  byte(): number {
    return this.littleEndian(1);
  }

  littleEndian(length: number): number {
    this.position += length;
    return this.bytes.readUIntLE(this.position - length, length);
  }

  varint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) {
        return value;
      }
    }
  }

  handle(): Handle {
    return { offset: this.varint(), size: this.varint() };
  }
}
