import type { Case } from './case.mts';
import { judge } from './judge.mts';
import { TAMPERINGS } from './tampering.mts';

/** What the checker makes of evidence that was tampered with. */
export interface SelfTest {
  /** How many things that must never happen were made to look as if they had. */
  readonly tried: number;
  /** Those that it did not find, and what else is wrong with it. */
  readonly missed: readonly string[];
}

/** Tampers with the evidence in every way; the check that each is meant for must contradict. */
export function testChecker(evidence: Case): SelfTest {
  const missed = TAMPERINGS.filter(({ tamper, foundBy }) => {
    const finding = judge(tamper(evidence)).find(({ name }) => name === foundBy);
    return finding === undefined || finding.contradictions.length === 0;
  });
  return { tried: TAMPERINGS.length, missed: missed.map(({ what, foundBy }) => `${foundBy} does not find ${what}`) };
}
