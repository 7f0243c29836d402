import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Answer, FILES, type Run, type Wish } from '../evidence.mts';
import { readBlocks } from './block-file.mts';
import { type Chain, toLink } from './chain.mts';
import { readTransactions, type Transaction } from './transaction.mts';

/** All that is judged: what was asked and answered, and what is in the blocks. */
export interface Case {
  readonly wishes: readonly Wish[];
  readonly answers: readonly Answer[];
  readonly chains: readonly Chain[];
  /** Those of the first peer's blocks. */
  readonly transactions: readonly Transaction[];
}

/** Reads the evidence of a run, and the blocks of every node from its files. */
export function readCase(folder: string): { readonly run: Run; readonly case: Case } {
  const read = (name: keyof typeof FILES) => readFileSync(path.join(folder, FILES[name]), 'utf8');
  const run = JSON.parse(read('run')) as Run;
  const transactions: Transaction[] = [];
  const chains = run.ledgers.map(({ node, kind, folder: blocks }, index): Chain => {
    const links = [];
    for (const block of readBlocks(blocks)) {
      links.push(toLink(block));
      transactions.push(...(index === 0 ? readTransactions(block, run.chaincode) : []));
    }
    return { node, kind, links };
  });
  return { run, case: { wishes: parseLines<Wish>(read('wishes')), answers: parseLines<Answer>(read('answers')), chains, transactions } };
}

function parseLines<T>(text: string): T[] {
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
