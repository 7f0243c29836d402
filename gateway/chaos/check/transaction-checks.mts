import type { Answer } from '../evidence.mts';
import { answersTo, type Check, examineEach, isFinalAnswer, type Matter } from './check.mts';
import { type Transaction, VALID } from './transaction.mts';

const OK = 200;
const UNKNOWN = 202;
const NOT_FOUND = 404;

/** What callers were told of transactions, against the blocks. */
export const TRANSACTION_CHECKS: readonly Check[] = [
  {
    name: 'true-state',
    what: 'Whatever was told of a transaction is what the blocks say of it.',
    examine: (matter) => {
      const byId = Map.groupBy(matter.transactions, ({ txId }) => txId);
      return examineEach(answersTo(matter, 'state', isDecided), (answer) => contradictState(answer, byId.get(answer.txId ?? '') ?? []));
    },
  },
  {
    name: 'true-request',
    what: 'What was told of a request under its key is its effect; once it has a final answer, nothing less is told.',
    examine: (matter) => examineEach(answersTo(matter, 'request', isTold(matter)), (answer) => contradictRequest(matter, answer)),
  },
  {
    name: 'superseded',
    what: 'Every transaction whose outcome was unknown is the effect of its key, or has none and the key has its effect by another.',
    examine: (matter) => {
      const effective = new Set(matter.transactions.filter(hasEffect).map(({ txId }) => txId));
      return examineEach(answersTo(matter, 'order', ({ status }) => status === UNKNOWN), ({ key, txId = '' }) => {
        const effect = matter.effectOf(key);
        const isSettled = effect !== undefined && (effect.txId === txId || !effective.has(txId));
        return isSettled ? undefined : `${key}: ${txId} was answered as unknown and ${effective.has(txId) ? 'has' : 'has not'} an effect; that of the key is ${String(effect?.txId)}`;
      });
    },
  },
];

/** A request that is repeated may be answered by a valid transaction that writes nothing. */
function hasEffect({ verdict, writes }: Transaction): boolean {
  return verdict === VALID && writes.length > 0;
}

/** A gateway without an outbox cannot be asked for requests: it has no such route. */
function isTold({ answers }: Matter): (answer: Answer) => boolean {
  const hasRoute = answers.some(({ sent, status }) => sent === 'request' && status === OK);
  return ({ status }) => status === OK || (hasRoute && status === NOT_FOUND);
}

function contradictRequest({ answersByKey, effectOf }: Matter, { key, sentAt, state, identifier, txId, code }: Answer): string | undefined {
  const effect = effectOf(key);
  if (state === 'settled') {
    const told = JSON.stringify([txId, identifier, code]);
    const written = JSON.stringify([effect?.txId, effect?.outcome.identifier, effect?.outcome.code]);
    return told === written ? undefined : `${key} was told to be settled as ${told}; the blocks have ${written}`;
  }
  const isAnswered = answersByKey.get(key)?.some((answer) => isFinalAnswer(answer) && answer.answeredAt < sentAt) ?? false;
  return isAnswered ? `${key} was told to be ${state ?? 'unknown'} after its final answer` : undefined;
}

function isDecided({ status, state }: Answer): boolean {
  return status === OK && (state === 'committed' || state === 'invalid');
}

function contradictState({ txId = '', state, blockNumber, validationCode }: Answer, found: readonly Transaction[]): string | undefined {
  const isTrue = found.some(({ block, verdict }) => {
    const isSaid = state === 'committed' ? verdict === VALID : verdict === (validationCode ?? verdict) && verdict !== VALID;
    return isSaid && block === (blockNumber ?? block);
  });
  const inBlocks = found.map(({ block, verdict }) => `${verdict} in block ${String(block)}`).join(', ');
  return isTrue ? undefined : `${txId} was told to be ${String(state)} ${validationCode ?? ''} in block ${String(blockNumber)}; it is ${inBlocks || 'nowhere'}`;
}
