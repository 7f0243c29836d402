import { judge } from './judge.mts';
import { newSampleCase } from './sample-case.mts';
import { TAMPERINGS } from './tampering.mts';

it('nothing is held against evidence of a run in which nothing went wrong', () => {
  const findings = judge(newSampleCase());
  expect(findings.flatMap(({ contradictions }) => contradictions)).toEqual([]);
  expect(findings.filter(({ counted }) => counted === 0).map(({ name }) => name)).toEqual(['no-false-refusal']);
});

it.each(TAMPERINGS)('$foundBy finds $what', ({ tamper, foundBy }) => {
  const findings = judge(tamper(newSampleCase()));
  expect(findings.filter(({ contradictions }) => contradictions.length > 0).map(({ name }) => name)).toContain(foundBy);
});

it('every check finds something', () => {
  const names = judge(newSampleCase()).map(({ name }) => name);
  expect(names.filter((name) => !TAMPERINGS.some(({ foundBy }) => foundBy === name))).toEqual([]);
});
