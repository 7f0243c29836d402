import type { Answer } from '../evidence.mts';
import type { Case } from './case.mts';
import type { Chain } from './chain.mts';
import { newMatter } from './check.mts';
import type { Effect } from './effects.mts';
import type { Transaction } from './transaction.mts';

/** Evidence of something that must never happen, made from evidence in which it did not. */
export interface Tampering {
  readonly what: string;
  /** Name of the check that must find it; others may too. */
  readonly foundBy: string;
  readonly tamper: (evidence: Case) => Case;
}

const OTHER_ID = 'f'.repeat(64);

export const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'a license written a second time by another transaction',
    foundBy: 'one-license',
    tamper: (evidence) => {
      const { txId } = anIssue(evidence);
      return { ...evidence, transactions: [...evidence.transactions, { ...transactionOf(evidence, txId), txId: OTHER_ID }] };
    },
  },
  {
    what: 'a second effect of one key',
    foundBy: 'one-effect',
    tamper: (evidence) => {
      const { txId } = anIssue(evidence);
      const { writes, ...rest } = transactionOf(evidence, txId);
      const records = writes.filter(({ key }) => key[0] === 'request');
      return { ...evidence, transactions: [...evidence.transactions, { ...rest, txId: OTHER_ID, writes: records }] };
    },
  },
  {
    what: 'a lost effect: the transaction found invalid',
    foundBy: 'one-effect',
    tamper: (evidence) => changeTransaction(evidence, anIssue(evidence).txId, { verdict: 'MVCC_READ_CONFLICT' }),
  },
  {
    what: 'a lost effect: the transaction in no block',
    foundBy: 'true-license',
    tamper: (evidence) => {
      const { txId } = anIssue(evidence);
      return { ...evidence, transactions: evidence.transactions.filter((transaction) => transaction.txId !== txId) };
    },
  },
  {
    what: 'a license without a request',
    foundBy: 'one-license',
    tamper: (evidence) => {
      const { txId } = anIssue(evidence);
      const { writes, ...rest } = transactionOf(evidence, txId);
      const foreign = writes.filter(({ key }) => key[0] === 'license').map(({ key, value }) => ({ key: [...key, 'FOREIGN'], value }));
      return { ...evidence, transactions: [...evidence.transactions, { ...rest, txId: OTHER_ID, writes: foreign }] };
    },
  },
  {
    what: 'a recorded outcome without its license',
    foundBy: 'right-effect',
    tamper: (evidence) => {
      const { txId } = anIssue(evidence);
      const { writes } = transactionOf(evidence, txId);
      return changeTransaction(evidence, txId, { writes: writes.filter(({ key }) => key[0] !== 'license') });
    },
  },
  {
    what: 'an effect recorded under another organisation',
    foundBy: 'one-effect',
    tamper: (evidence) => {
      const { requestId } = anIssue(evidence);
      return { ...evidence, wishes: evidence.wishes.map((wish) => (wish.key === requestId ? { ...wish, mspId: 'OtherMSP' } : wish)) };
    },
  },
  {
    what: 'one transaction valid twice',
    foundBy: 'one-validity',
    tamper: (evidence) => ({ ...evidence, transactions: [...evidence.transactions, transactionOf(evidence, anIssue(evidence).txId)] }),
  },
  {
    what: 'a license answered with the wrong transaction id',
    foundBy: 'true-license',
    tamper: (evidence) => changeAnswers(evidence, anIssue(evidence), { txId: OTHER_ID }),
  },
  {
    what: 'a license answered with the identifier of another',
    foundBy: 'true-license',
    tamper: (evidence) => changeAnswers(evidence, anIssue(evidence), { identifier: '1.2.156.3005.2.0' }),
  },
  {
    what: 'two final answers to one key that differ',
    foundBy: 'final-answer',
    tamper: (evidence) => addAnswer(evidence, anIssue(evidence), { status: 201, identifier: '1.2.156.3005.2.0', txId: OTHER_ID }),
  },
  {
    what: 'a key without a final answer',
    foundBy: 'final-answer',
    tamper: (evidence) => changeAnswers(evidence, anIssue(evidence), { status: 503 }),
  },
  {
    what: 'a recorded refusal answered where a license is in the blocks',
    foundBy: 'true-refusal',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      return addAnswer(evidence, issue, { status: 422, code: 'TYPE_NOT_IN_FORCE', txId: issue.txId });
    },
  },
  {
    what: 'an order refused for good though its effect is in the blocks',
    foundBy: 'no-false-refusal',
    tamper: (evidence) => addAnswer(evidence, anIssue(evidence), { status: 409, code: 'LICENSE_EXISTS' }),
  },
  {
    what: 'another order accepted under a key that was used',
    foundBy: 'other-order',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      return addAnswer(evidence, issue, { sent: 'other-order', status: 201, identifier: issue.outcome.identifier, txId: issue.txId });
    },
  },
  {
    what: 'a transaction told to be invalid that is valid',
    foundBy: 'true-state',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      return addAnswer(evidence, issue, { sent: 'state', status: 200, state: 'invalid', validationCode: 'MVCC_READ_CONFLICT', txId: issue.txId });
    },
  },
  {
    what: 'a transaction told to be committed in a block that does not have it',
    foundBy: 'true-state',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      return addAnswer(evidence, issue, { sent: 'state', status: 200, state: 'committed', blockNumber: issue.block + 1, txId: issue.txId });
    },
  },
  {
    what: 'a request told to be settled by another transaction',
    foundBy: 'true-request',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      return addAnswer(evidence, issue, { sent: 'request', status: 200, state: 'settled', identifier: issue.outcome.identifier, txId: OTHER_ID });
    },
  },
  {
    what: 'a request forgotten after its final answer',
    foundBy: 'true-request',
    tamper: (evidence) => addAnswer(evidence, anIssue(evidence), { sent: 'request', sentAt: Date.now(), status: 200, state: 'resend' }),
  },
  {
    what: 'an unknown outcome that became a second effect',
    foundBy: 'superseded',
    tamper: (evidence) => {
      const issue = anIssue(evidence);
      const second = { ...transactionOf(evidence, issue.txId), txId: OTHER_ID };
      return addAnswer({ ...evidence, transactions: [...evidence.transactions, second] }, issue, { status: 202, txId: OTHER_ID });
    },
  },
  {
    what: 'a license that cannot be read',
    foundBy: 'read-back',
    tamper: (evidence) => ({ ...evidence, answers: evidence.answers.filter(({ sent, key }) => sent !== 'license' || key !== anIssue(evidence).requestId) }),
  },
  { what: 'a peer without the last block', foundBy: 'same-chain', tamper: (evidence) => changeLastChain(evidence, 'peer', ({ links }) => links.slice(0, -1)) },
  {
    what: 'a peer with another last block',
    foundBy: 'same-chain',
    tamper: (evidence) => changeLastChain(evidence, 'peer', ({ links }) => links.with(-1, { ...lastOf(links), hash: OTHER_ID })),
  },
  {
    what: 'a block whose data were changed',
    foundBy: 'linked',
    tamper: (evidence) => changeLastChain(evidence, 'peer', ({ links }) => links.with(-1, { ...lastOf(links), computedDataHash: OTHER_ID })),
  },
  {
    what: 'a block cut out of the chain',
    foundBy: 'linked',
    tamper: (evidence) => changeLastChain(evidence, 'peer', ({ links }) => links.toSpliced(-2, 1)),
  },
  {
    what: 'a peer that judges a transaction otherwise',
    foundBy: 'same-verdicts',
    tamper: (evidence) => changeLastChain(evidence, 'peer', ({ links }) => links.with(-1, { ...lastOf(links), verdicts: '0b' })),
  },
];

/** The first key whose effect is a license. */
function anIssue(evidence: Case): Effect {
  const { effects, wishes } = newMatter(evidence);
  const issued = wishes.map(({ key }) => effects.byRequest.get(key)?.[0]).find((effect) => effect?.licenses.length === 1);
  return existing(issued);
}

function transactionOf({ transactions }: Case, txId: string): Transaction {
  return existing(transactions.find((transaction) => transaction.txId === txId));
}

function changeTransaction(evidence: Case, txId: string, changes: Partial<Transaction>): Case {
  const transactions = evidence.transactions.map((transaction) => (transaction.txId === txId ? { ...transaction, ...changes } : transaction));
  return { ...evidence, transactions };
}

/** Changes every answer that gave the license. */
function changeAnswers(evidence: Case, { requestId }: Effect, changes: Partial<Answer>): Case {
  const isMeant = ({ key, sent, status }: Answer) => key === requestId && sent === 'order' && status === 201;
  return { ...evidence, answers: evidence.answers.map((answer) => (isMeant(answer) ? { ...answer, ...changes } : answer)) };
}

function addAnswer(evidence: Case, { requestId }: Effect, facts: Partial<Answer>): Case {
  const answer: Answer = { key: requestId, sent: 'order', sentAt: 0, answeredAt: 0, status: null, ...facts };
  return { ...evidence, answers: [...evidence.answers, answer] };
}

function changeLastChain(evidence: Case, kind: Chain['kind'], change: (chain: Chain) => Chain['links']): Case {
  const last = existing(evidence.chains.findLast((chain) => chain.kind === kind));
  return { ...evidence, chains: evidence.chains.map((chain) => (chain === last ? { ...chain, links: change(chain) } : chain)) };
}

function lastOf<T>(items: readonly T[]): T {
  return existing(items.at(-1));
}

/** @throws Error when there is nothing to tamper with. */
function existing<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new Error('the evidence has nothing to tamper with');
  }
  return thing;
}
