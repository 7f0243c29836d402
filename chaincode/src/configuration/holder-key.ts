import { readFileSync } from 'node:fs';

/** The key under which the city keeps holders: HMAC-SHA256, 32 bytes. */
export interface HolderKey {
  readonly version: number;
  readonly secret: Uint8Array;
}

/**
 * Reads the key of the file that `SHENGJING_HOLDER_KEY_FILE` names: `{"version":1,"key":"64 hexadecimal digits"}`.
 * Only the city's chaincode servers have one.
 *
 * @returns undefined when the variable is not set.
 * @throws Error without the file's content when it is unreadable or malformed.
 */
export function readHolderKey(environment: NodeJS.ProcessEnv): HolderKey | undefined {
  const path = environment['SHENGJING_HOLDER_KEY_FILE'];
  return path === undefined || path === '' ? undefined : parseHolderKey(readFileSync(path, 'utf8'), path);
}

function parseHolderKey(text: string, path: string): HolderKey {
  const { version, key } = parseFields(text, path);
  if (!isVersion(version) || typeof key !== 'string' || !/^[0-9a-f]{64}$/u.test(key)) {
    throw newFileError(path);
  }
  return { version, secret: Buffer.from(key, 'hex') };
}

function parseFields(text: string, path: string): { version?: unknown; key?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw newFileError(path);
  }
}

function isVersion(version: unknown): version is number {
  return typeof version === 'number' && Number.isInteger(version) && version >= 1;
}

function newFileError(path: string): Error {
  return new Error(`SHENGJING_HOLDER_KEY_FILE ${path}: expected {"version":1,"key":"64 hexadecimal digits"}`);
}
