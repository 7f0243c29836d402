import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a file of test vectors of this folder. The shape is the test's to know. */
export function loadVectors(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8'));
}
