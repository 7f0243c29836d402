import type { Answer, Wish } from '../evidence.mts';
import { answersTo, type Check, examineEach, isFinalAnswer, type Matter } from './check.mts';

const ISSUED = 201;
const REFUSED = 422;
const OK = 200;
const REUSED = 'REQUEST_REUSED';
/** Refusals that say "not this time": the same order under the same key may have had its effect by another send. */
const LOST_RACES = ['WRITE_CONFLICT', 'HOLDER_MISMATCH'];
const TOO_MANY = 429;

/** What callers were told, against the blocks. */
export const ANSWER_CHECKS: readonly Check[] = [
  {
    name: 'final-answer',
    what: 'Every key got a final answer, and the same one each time.',
    examine: (matter) => examineEach(matter.wishes, (wish) => contradictFinal(matter, wish)),
  },
  {
    name: 'true-license',
    what: 'Every license that was answered is in the blocks under that identifier, written by that transaction, for that key.',
    examine: (matter) =>
      examineEach(answersTo(matter, 'order', isIssued), ({ key, identifier, txId }) => {
        const written = describe(matter.effectOf(key)?.licenses[0]);
        return describe({ identifier, txId }) === written ? undefined : `${key} was answered ${describe({ identifier, txId })}; the blocks have ${written}`;
      }),
  },
  {
    name: 'true-refusal',
    what: 'Every recorded refusal that was answered is in the blocks with that code, by that transaction.',
    examine: (matter) =>
      examineEach(answersTo(matter, 'order', isRefused), ({ key, code, txId }) => {
        const effect = matter.effectOf(key);
        const isTrue = effect?.outcome.outcome === 'refused' && effect.outcome.code === code && effect.txId === txId;
        return isTrue ? undefined : `${key} was answered ${String(code)} by ${String(txId)}; the blocks have ${String(effect?.outcome.outcome)} by ${String(effect?.txId)}`;
      }),
  },
  {
    name: 'no-false-refusal',
    what: 'No order was refused for good without a record when its effect is in the blocks.',
    examine: (matter) =>
      examineEach(answersTo(matter, 'order', isRefusedWithoutRecord), ({ key, status, code }) =>
        matter.effectOf(key) === undefined ? undefined : `${key} was refused with ${String(status)} ${String(code)}, but its effect is in the blocks`,
      ),
  },
  {
    name: 'other-order',
    what: 'Another order under a key that was used got REQUEST_REUSED and nothing else that is final.',
    examine: (matter) => {
      const final = answersTo(matter, 'other-order', isFinal);
      return examineEach(final, ({ key, status, code }) => (code === REUSED ? undefined : `${key}: another order was answered ${String(status)} ${code ?? ''}`));
    },
  },
  {
    name: 'read-back',
    what: 'Every license that was answered can be read at a gateway of another organisation, as it is in the blocks.',
    examine: (matter) => {
      const keys = [...new Set(answersTo(matter, 'order', isIssued).map(({ key }) => key))];
      return examineEach(keys, (key) => {
        const read = matter.answersByKey.get(key)?.find(({ sent, status }) => sent === 'license' && status === OK);
        const written = describe(matter.effectOf(key)?.licenses[0]);
        return read !== undefined && describe(read) === written ? undefined : `${key} was read as ${describe(read)}; the blocks have ${written}`;
      });
    },
  },
];

function isIssued({ status }: Answer): boolean {
  return status === ISSUED;
}

function isRefused({ status }: Answer): boolean {
  return status === REFUSED;
}

function isRefusedWithoutRecord({ status, code = '' }: Answer): boolean {
  return status !== null && status >= 400 && status < 500 && ![REFUSED, TOO_MANY].includes(status) && !LOST_RACES.includes(code);
}

function isFinal(answer: Answer): boolean {
  return isIssued(answer) || isRefused(answer) || isRefusedWithoutRecord(answer);
}

function contradictFinal({ answersByKey }: Matter, { key }: Wish): string | undefined {
  const final = (answersByKey.get(key) ?? []).filter(isFinalAnswer);
  const different = new Set(final.map(({ status, identifier, txId, code }) => JSON.stringify([status, identifier, txId, code])));
  if (different.size === 1) {
    return undefined;
  }
  return different.size === 0 ? `${key} has no final answer` : `${key} has ${String(different.size)} final answers: ${[...different].join(', ')}`;
}

function describe(license: Pick<Answer, 'identifier' | 'txId'> | undefined): string {
  return license === undefined ? 'none' : `${String(license.identifier)} by ${String(license.txId)}`;
}
