import type { Finding } from './check.mts';
import type { Figures, Spread } from './figures.mts';
import type { SelfTest } from './self-test.mts';

/** All that a run came to. */
export interface Result {
  readonly figures: Figures;
  readonly findings: readonly Finding[];
  readonly selfTest: SelfTest;
  readonly effects: number;
  readonly contradictions: number;
}

const MAX_LINES = 20;

export function render({ figures, findings, selfTest, effects, contradictions }: Result): string {
  const { seed, keys, sends, retries, seconds, secondsUnderKills, deaths, answers, untilFinal, untilAnswer, blocks, transactions } = figures;
  const { itself = 0, ...killed } = deaths;
  return [
    `seed ${String(seed)}: ${String(keys)} keys, ${String(sends)} sends (${String(retries)} after the first three), ${seconds.toFixed(0)} s, of which ${secondsUnderKills.toFixed(0)} s under kills`,
    `killed: ${list(killed)}; ended by themselves: ${String(itself)}`,
    `answers: ${list(answers)}`,
    `send to answer: ${spread(untilAnswer)}; first send to final answer: ${spread(untilFinal)}`,
    `${String(blocks)} blocks, transactions: ${list(transactions)}`,
    '',
    'check              counted  contradictions',
    ...findings.flatMap(renderFinding),
    '',
    `The checker finds ${String(selfTest.tried - selfTest.missed.length)} of ${String(selfTest.tried)} tamperings with this evidence.`,
    ...selfTest.missed.map((line) => `  ${line}`),
    `${String(keys)} keys, ${String(effects)} effects, ${String(contradictions)} contradictions`,
  ].join('\n');
}

function renderFinding({ name, what, counted, contradictions }: Finding): string[] {
  const more = contradictions.length - MAX_LINES;
  return [
    `${name.padEnd(18)} ${String(counted).padStart(7)}  ${String(contradictions.length).padStart(14)}  ${what}`,
    ...contradictions.slice(0, MAX_LINES).map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${String(more)} more`] : []),
  ];
}

function spread({ p50, p95, longest }: Spread): string {
  return `p50 ${p50.toFixed(1)} s, p95 ${p95.toFixed(1)} s, longest ${longest.toFixed(1)} s`;
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([name, count]) => `${name} ${String(count)}`).join(' · ') || 'none';
}
