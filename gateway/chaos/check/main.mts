/**
 * Judges what a run has left, from the files of its answers and the nodes' own block files alone: nothing of the
 * gateway, of the chaincode or of their libraries is used. Ends with 1 on any contradiction.
 *   node gateway/chaos/check/main.mts EVIDENCE [--json]
 *   node gateway/chaos/check/main.mts --self-test
 */
import { parseArgs } from 'node:util';

import { readCase } from './case.mts';
import { deriveEffects } from './effects.mts';
import { toFigures } from './figures.mts';
import { judge } from './judge.mts';
import { render, type Result } from './render.mts';
import { newSampleCase } from './sample-case.mts';
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

function testWithSample(): boolean {
  const sample = newSampleCase();
  const wrong = judge(sample).flatMap(({ name, contradictions }) => contradictions.map((line) => `${name}: ${line}`));
  const { tried, missed } = testChecker(sample);
  console.log([...wrong, ...missed, `The checker finds ${String(tried - missed.length)} of ${String(tried)} tamperings.`].join('\n'));
  return wrong.length === 0 && missed.length === 0;
}

function main(): boolean {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' }, 'self-test': { type: 'boolean' } }, allowPositionals: true });
  if (values['self-test'] === true) {
    return testWithSample();
  }
  const result = check(positionals[0] ?? '.');
  console.log(values.json === true ? JSON.stringify(result) : render(result));
  return result.contradictions === 0 && result.selfTest.missed.length === 0;
}

process.exitCode = main() ? 0 : 1;
