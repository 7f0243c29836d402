import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The files below a folder, as paths from it. */
export function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** A file without the zeros at its end: Raft sets aside 64 MB before it writes a thing. */
export function readWithoutPadding(file: string): Buffer {
  const bytes = readFileSync(file);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) {
    end -= 1;
  }
  return bytes.subarray(0, end);
}
