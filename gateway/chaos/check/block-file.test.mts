import { createHash } from 'node:crypto';

import { parseBlocks } from './block-file.mts';
import { hashHeader, toLink } from './chain.mts';

/** A number as protobuf writes it. */
function varint(value: number): Buffer {
  return value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([128 + (value % 128)]), varint(Math.floor(value / 128))]);
}

function withLength(bytes: Buffer): Buffer {
  return Buffer.concat([varint(bytes.length), bytes]);
}

function list(items: readonly Buffer[]): Buffer {
  return Buffer.concat([varint(items.length), ...items.map(withLength)]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

const ENVELOPES = [Buffer.from('first'), Buffer.alloc(300, 'x')];
const METADATA = [Buffer.from('signatures'), Buffer.alloc(0), Buffer.from([0, 11])];

function newBlock(number: number): Buffer {
  const header = [varint(number), withLength(sha256(Buffer.concat(ENVELOPES))), withLength(Buffer.alloc(32, number))];
  return withLength(Buffer.concat([...header, list(ENVELOPES), list(METADATA)]));
}

it('blocks are read one after the other, with header, envelopes and metadata', () => {
  const blocks = [...parseBlocks(Buffer.concat([newBlock(0), newBlock(1000)]))];
  expect(blocks.map(({ number }) => number)).toEqual([0, 1000]);
  expect(blocks[1]).toEqual({
    number: 1000,
    dataHash: sha256(Buffer.concat(ENVELOPES)),
    previousHash: Buffer.alloc(32, 1000),
    envelopes: ENVELOPES,
    metadata: METADATA,
  });
});

it('a file that ends within a block is not read as one that is whole', () => {
  expect(() => [...parseBlocks(newBlock(0).subarray(0, -1))]).toThrow(RangeError);
});

it('the hash of a block is that by which the next one names it', () => {
  // Of block 200 of a channel of Fabric v2.5.9; the hash is the one that block 201 carries.
  const previousHash = Buffer.from('538d4746953f08224a58cfe6784b4985ff28d6fc7652137abd171db8914dfaf3', 'hex');
  const dataHash = Buffer.from('5ddb578f0f481711d736ca72e97f8fda173434554c27293e9039cc9f460c3e2e', 'hex');
  expect(hashHeader(200, previousHash, dataHash)).toBe('b9bb83c35c8b4c3d657d7d1888f17affa8101ac7d7df2336e5faea0eafb5e0f7');
});

it('an envelope that was changed no longer has the hash that the header names', () => {
  const [sound, changed] = [newBlock(0), newBlock(0)];
  changed[changed.indexOf('first')] = 'F'.charCodeAt(0);
  const links = [...parseBlocks(sound), ...parseBlocks(changed)].map(toLink);
  expect(links.map(({ dataHash, computedDataHash }) => dataHash === computedDataHash)).toEqual([true, false]);
});
