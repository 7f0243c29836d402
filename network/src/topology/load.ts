import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { TopologyError } from './error';
import { topologyInput, type TopologyInput } from './input';

/** Reads and validates a topology file. Every error names the file, line and path of the place. */
export function loadTopology(file: string): TopologyInput {
  return parseTopology(readFileSync(file, 'utf8'), file);
}

export function parseTopology(text: string, file: string): TopologyInput {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const line = syntaxError.linePos?.[0].line ?? 1;
    throw new TopologyError(`${file}:${String(line)}: ${syntaxError.message.split('\n')[0] ?? 'not YAML'}`);
  }
  const result = topologyInput.safeParse(document.toJS());
  if (!result.success) {
    throw new TopologyError(result.error.issues.map((issue) => describe(issue, document, lines, file)).join('\n'));
  }
  return result.data;
}

function describe(issue: z.core.$ZodIssue, document: Document, lines: LineCounter, file: string): string {
  const line = lineOf(issue.path, document, lines);
  return `${file}:${String(line)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`;
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
