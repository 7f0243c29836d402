/**
 * Judges what a run has left, from the files of its answers and the nodes' own block files alone: nothing of the
 * gateway, of the chaincode or of their libraries is used. Ends with 1 on any contradiction.
 *   node gateway/chaos/check/main.mts EVIDENCE [--json]
 */
import { parseArgs } from 'node:util';

import { readCase } from './case.mts';
import { deriveEffects } from './effects.mts';
import { toFigures } from './figures.mts';
import { judge } from './judge.mts';
import { render, type Result } from './render.mts';
import { testChecker } from './self-test.mts';

function check(folder: string): Result {
  const { run, case: evidence } = readCase(folder);
  const findings = judge(evidence);
  const { byRequest } = deriveEffects(evidence.transactions);
  const effects = evidence.wishes.map(({ key }) => byRequest.get(key)?.length ?? 0);
  const contradictions = findings.reduce((sum, finding) => sum + finding.contradictions.length, 0);
  return {
    figures: toFigures(run, evidence),
    findings,
    // Tampering shows nothing where something is wrong already.
    selfTest: contradictions === 0 ? testChecker(evidence) : { tried: 0, missed: [] },
    effects: effects.reduce((sum, count) => sum + count, 0),
    contradictions,
  };
}

function main(): boolean {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
  const result = check(positionals[0] ?? '.');
  console.log(values.json === true ? JSON.stringify(result) : render(result));
  return result.contradictions === 0 && result.selfTest.missed.length === 0;
}

process.exitCode = main() ? 0 : 1;
