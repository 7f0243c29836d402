import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { writeFileDurably } from '../files';

export type ConfigTree = Readonly<Record<string, unknown>>;

/** Writes Fabric's sample configuration with the given values in place of its own; keys are paths with dots. */
export function writeConfig(sample: string, values: ConfigTree, file: string): void {
  const document = parseDocument(readFileSync(sample, 'utf8'));
  for (const [path, value] of Object.entries(values)) {
    document.setIn(path.split('.'), value);
  }
  writeFileDurably(file, document.toString());
}
