import { createHash } from 'node:crypto';

import { CodedError } from '@shengjing/core';

import type { BlockStream, LedgerBlock, LedgerTransaction } from '../fabric';

/** What a test says of a transaction; the rest has a default. */
export type TransactionParts = Partial<Omit<LedgerTransaction, 'index'>>;

/** A ledger in memory whose blocks are read and followed like a peer's. */
export class FakeBlocks implements BlockStream {
  readonly blocks: LedgerBlock[] = [];
  /** Numbers at which following began. */
  readonly follows: number[] = [];
  readonly #name: string;
  #grown = Promise.withResolvers<undefined>();

  /** @param name - Ledgers of different names have different blocks. */
  constructor(name = 'ledger') {
    this.#name = name;
    this.push();
  }

  /** Appends a block with these transactions. */
  push(...transactions: readonly TransactionParts[]): LedgerBlock {
    const number = this.blocks.length;
    const block = {
      number,
      hash: this.#hash(number),
      previousHash: number === 0 ? '' : this.#hash(number - 1),
      transactions: transactions.map((parts, index) => ({
        index,
        txId: createHash('sha256').update(`${String(number)}.${String(index)}`).digest('hex'),
        mspId: 'HepingMSP',
        time: new Date(Date.UTC(2026, 0, 1, 0, number, index)).toISOString(),
        writes: [],
        ...parts,
      })),
    };
    this.blocks.push(block);
    const { resolve } = this.#grown;
    this.#grown = Promise.withResolvers();
    resolve(undefined);
    return block;
  }

  async *follow(from: number, signal: AbortSignal): AsyncGenerator<LedgerBlock, void, undefined> {
    this.follows.push(from);
    const ended = Promise.withResolvers<undefined>();
    signal.addEventListener('abort', () => {
      ended.resolve(undefined);
    });
    let next = from;
    while (!signal.aborted) {
      const block = this.blocks[next];
      if (block) {
        next += 1;
        yield block;
      } else {
        await Promise.race([this.#grown.promise, ended.promise]);
      }
    }
  }

  async read(number: number): Promise<LedgerBlock> {
    await Promise.resolve();
    const block = this.blocks[number];
    if (!block) {
      throw new CodedError('PEER_UNAVAILABLE');
    }
    return block;
  }

  height(): Promise<number> {
    return Promise.resolve(this.blocks.length);
  }

  close(): void {
    this.#grown.resolve(undefined);
  }

  #hash(number: number): string {
    return createHash('sha256').update(`${this.#name} ${String(number)}`).digest('hex');
  }
}
