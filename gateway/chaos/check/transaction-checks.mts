import type { Answer } from '../evidence.mts';
import { answersTo, type Check, examineEach } from './check.mts';
import { type Transaction, VALID } from './transaction.mts';

const OK = 200;
const UNKNOWN = 202;

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
