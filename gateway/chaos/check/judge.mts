import { ANSWER_CHECKS } from './answer-checks.mts';
import type { Case } from './case.mts';
import { CHAIN_CHECKS } from './chain-checks.mts';
import { type Check, type Finding, newMatter } from './check.mts';
import { EFFECT_CHECKS } from './effect-checks.mts';
import { TRANSACTION_CHECKS } from './transaction-checks.mts';

export const CHECKS: readonly Check[] = [...CHAIN_CHECKS, ...EFFECT_CHECKS, ...ANSWER_CHECKS, ...TRANSACTION_CHECKS];

/** Every check has its say; an empty list of contradictions is what one hopes for. */
export function judge(evidence: Case): Finding[] {
  const matter = newMatter(evidence);
  return CHECKS.map(({ name, what, examine }) => ({ name, what, ...examine(matter) }));
}
