import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { inconsistencies, type Inconsistency } from './consistency';
import { TopologyError } from './error';
import { topologyInput, type TopologyInput } from './input';

/**
 * Reads and validates a topology file.
 * @throws TopologyError with a line for each thing that is wrong: file, line and path of the place, and what is wrong.
 */
export function loadTopology(file: string): TopologyInput {
  return parseTopology(read(file), file);
}

export function parseTopology(text: string, file: string): TopologyInput {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const line = syntaxError.linePos?.[0].line ?? 1;
    throw new TopologyError(`${file}:${String(line)}: the file: ${syntaxError.message.split('\n')[0] ?? 'not YAML'}`);
  }
  const fail = (wrong: readonly Inconsistency[]) => {
    const messages = wrong.map(({ path, message }) => `${file}:${String(lineOf(path, document, lines))}: ${path.join('.') || 'the file'}: ${message}`);
    return new TopologyError(messages.join('\n'));
  };
  const result = topologyInput.safeParse(document.toJS());
  if (!result.success) {
    throw fail(result.error.issues.flatMap(placesOf));
  }
  const wrong = inconsistencies(result.data);
  if (wrong.length > 0) {
    throw fail(wrong);
  }
  return result.data;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TopologyError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

/** A key that does not belong is named itself, not the mapping it stands in. */
function placesOf(issue: z.core.$ZodIssue): Inconsistency[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'no such key' }))
    : [issue];
}

/** The line of the node at the path, or of its nearest parent when the node itself is absent. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}
