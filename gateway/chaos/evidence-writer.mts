import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Answer, FILES, type Run, type Wish } from './evidence.mts';

/** Puts on disk what the checker is to know. */
export interface EvidenceWriter {
  readonly wishes: (wishes: readonly Wish[]) => void;
  /** As it comes, so that nothing is lost when the run is. */
  readonly answer: (answer: Answer) => void;
  readonly run: (run: Run) => void;
}

export function newEvidenceWriter(folder: string): EvidenceWriter {
  mkdirSync(folder, { recursive: true });
  const file = (name: keyof typeof FILES) => path.join(folder, FILES[name]);
  const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return {
    wishes: (wishes) => {
      const facts = wishes.map(({ key, organisation, mspId, expected }): Wish => ({ key, organisation, mspId, expected }));
      writeFileSync(file('wishes'), lines(facts));
    },
    answer: (answer) => {
      appendFileSync(file('answers'), lines([answer]));
    },
    run: (run) => {
      writeFileSync(file('run'), JSON.stringify(run, null, 2));
    },
  };
}
