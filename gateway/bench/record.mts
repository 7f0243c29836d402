import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '..', '..', 'docs', 'performance.md');

/**
 * Puts the tables of a benchmark in the place of the last ones in docs/performance.md.
 * @param name - Of the benchmark; none for the one without a name.
 */
export function record(name: string | undefined, tables: string): void {
  const text = readFileSync(FILE, 'utf8');
  const mark = ['bench', name].join(' ').trim();
  const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${FILE} has no place for the tables (${begin} … ${end})`);
  }
  writeFileSync(FILE, `${text.slice(0, from + begin.length)}\n${tables}\n${text.slice(to)}`);
}
