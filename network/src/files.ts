import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from './error';

/** Writes a file whole or not at all, synced, readable by its owner only. */
export function writeFileDurably(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${String(process.pid)}.tmp`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}

/** The path of the only file in a folder, for example of a keystore. */
export function onlyFileIn(folder: string): string {
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) {
    throw new NetworkError('STATE_BROKEN', `${folder} should hold exactly one file; start over with --clean`);
  }
  return path.join(folder, name);
}
