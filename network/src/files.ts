import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from './error';

/** Writes a file whole or not at all, synced, readable by its owner only. */
export function writeFileDurably(file: string, content: string | Uint8Array): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The last bytes of a file that may be long. */
export function endOf(file: string, bytes = 64 * 1024): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, bytes));
    const read = readSync(descriptor, end, 0, end.length, size - end.length);
    return end.subarray(0, read).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** The path of the only file in a folder, for example of a keystore. */
export function onlyFileIn(folder: string): string {
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) {
    throw new NetworkError('STATE_BROKEN', `${folder} should hold exactly one file; start over with --clean`);
  }
  return path.join(folder, name);
}
