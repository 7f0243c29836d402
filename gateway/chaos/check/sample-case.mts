import { createHash } from 'node:crypto';

import type { Answer, Wish } from '../evidence.mts';
import type { Case } from './case.mts';
import { type Chain, hashHeader, type Link } from './chain.mts';
import { type Transaction, VALID } from './transaction.mts';

const NODES = ['peer0.city', 'peer0.heping', 'peer0.hunnan'];
const KEYS = ['sample-key-license-1', 'sample-key-license-2', 'sample-key-refusal-1'];
const MSP_ID = 'HepingMSP';
const FIRST_BLOCK = 1;

/** Small evidence of a run in which nothing went wrong: two licenses and a refusal, each in a block of its own. */
export function newSampleCase(): Case {
  const wishes = KEYS.map((key): Wish => ({ key, organisation: 'heping', mspId: MSP_ID, expected: key.includes('refusal') ? 'refusal' : 'license' }));
  return {
    wishes,
    answers: wishes.flatMap(newAnswers),
    transactions: wishes.map(newTransaction),
    chains: NODES.map((node): Chain => ({ node, kind: 'peer', links: newLinks(wishes.length + FIRST_BLOCK) })),
  };
}

function newTransaction({ key, expected }: Wish, index: number): Transaction {
  const [txId, identifier] = [hash(key), identifierOf(key)];
  const outcome = expected === 'license' ? { outcome: 'issued', identifier, txId } : { outcome: 'refused', code: 'TYPE_NOT_IN_FORCE', txId };
  const record = { key: ['request', MSP_ID, hash('caller'), key], value: JSON.stringify({ outcome }) };
  const license = { key: ['license', 'type', 'issuer', key], value: JSON.stringify({ identifier, txId }) };
  return { txId, block: index + FIRST_BLOCK, verdict: VALID, writes: expected === 'license' ? [record, license] : [record] };
}

function newAnswers({ key, expected }: Wish, index: number): Answer[] {
  const [txId, identifier] = [hash(key), identifierOf(key)];
  const answer = { key, sent: 'order', sentAt: 0, answeredAt: 1, txId } as const;
  if (expected === 'refusal') {
    return [{ ...answer, status: 422, code: 'TYPE_NOT_IN_FORCE' }];
  }
  return [
    { ...answer, status: 202, state: 'unknown' },
    { ...answer, sent: 'state', status: 200, state: 'committed', blockNumber: index + FIRST_BLOCK },
    { ...answer, status: 201, identifier },
    { ...answer, sent: 'request', sentAt: 2, status: 200, state: 'settled', identifier },
    { ...answer, sent: 'other-order', status: 409, code: 'REQUEST_REUSED', txId: undefined },
    { ...answer, sent: 'license', status: 200, identifier },
  ];
}

function newLinks(count: number): Link[] {
  const links: Link[] = [];
  for (let number = 0; number < count; number++) {
    const [previousHash, dataHash] = [links.at(-1)?.hash ?? '', hash(`data ${String(number)}`)];
    const own = hashHeader(number, Buffer.from(previousHash, 'hex'), Buffer.from(dataHash, 'hex'));
    links.push({ number, hash: own, previousHash, dataHash, computedDataHash: dataHash, verdicts: '00' });
  }
  return links;
}

function identifierOf(key: string): string {
  return `1.2.156.3005.2.${key}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
