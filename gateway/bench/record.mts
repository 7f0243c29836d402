import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '..', '..', 'docs', 'performance.md');
const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

/** Puts the tables in the place of the last ones in docs/performance.md. */
export function record(tables: string): void {
  const text = readFileSync(FILE, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`${FILE} has no place for the tables (${BEGIN} … ${END})`);
  }
  writeFileSync(FILE, `${text.slice(0, begin + BEGIN.length)}\n${tables}\n${text.slice(end)}`);
}
