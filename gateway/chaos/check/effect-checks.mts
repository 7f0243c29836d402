import type { Wish } from '../evidence.mts';
import { type Check, examineEach, type Matter } from './check.mts';
import { VALID } from './transaction.mts';

/** What must be in the blocks, whatever was answered. */
export const EFFECT_CHECKS: readonly Check[] = [
  {
    name: 'one-effect',
    what: 'The request record of every key was written, by exactly one valid transaction, under the organisation that asked.',
    examine: (matter) => examineEach(matter.wishes, (wish) => contradictEffect(matter, wish)),
  },
  {
    name: 'right-effect',
    what: 'That transaction wrote the one license that was ordered, or none where a refusal was due.',
    examine: (matter) => examineEach(matter.wishes, (wish) => contradictKind(matter, wish)),
  },
  {
    name: 'one-license',
    what: 'Every license in the blocks was written once, and belongs to a key.',
    examine: (matter) => {
      const byKey = [...Map.groupBy(matter.effects.licenses, ({ key }) => key)];
      const ours = new Set(matter.wishes.map(({ key }) => matter.effectOf(key)?.txId));
      return examineEach(byKey, ([key, writes]) => {
        if (writes.length > 1) {
          return `license ${key} was written ${String(writes.length)} times: ${writes.map(({ txId }) => txId).join(', ')}`;
        }
        return writes.every(({ txId }) => ours.has(txId)) ? undefined : `license ${key} belongs to no key`;
      });
    },
  },
  {
    name: 'one-validity',
    what: 'No transaction id is valid twice.',
    examine: ({ transactions }) => {
      const valid = transactions.filter(({ verdict }) => verdict === VALID);
      return examineEach([...Map.groupBy(valid, ({ txId }) => txId)], ([txId, all]) => (all.length === 1 ? undefined : `transaction ${txId} is valid ${String(all.length)} times`));
    },
  },
];

function contradictEffect({ effects }: Matter, { key, mspId }: Wish): string | undefined {
  const found = effects.byRequest.get(key) ?? [];
  if (found.length !== 1) {
    return `${key} has ${String(found.length)} effects${found.length === 0 ? '' : `: ${found.map(({ txId }) => txId).join(', ')}`}`;
  }
  return found[0]?.mspId === mspId ? undefined : `${key} is recorded under ${String(found[0]?.mspId)}, not ${mspId}`;
}

function contradictKind({ effectOf }: Matter, { key, expected }: Wish): string | undefined {
  const effect = effectOf(key);
  const wanted = expected === 'license' ? 1 : 0;
  if (effect === undefined) {
    return `${key} has no effect`;
  }
  if (effect.licenses.length !== wanted || effect.outcome.outcome !== (expected === 'license' ? 'issued' : 'refused')) {
    return `${key} should be a ${expected}, is ${String(effect.outcome.outcome)} with ${String(effect.licenses.length)} licenses`;
  }
  const isTrue = effect.outcome.txId === effect.txId && effect.outcome.identifier === effect.licenses[0]?.identifier;
  return isTrue ? undefined : `${key}: the recorded outcome names another transaction or license than was written`;
}
