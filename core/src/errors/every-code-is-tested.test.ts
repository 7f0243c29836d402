import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CODES, type ErrorCode } from './catalogue';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const PACKAGES = ['core', 'chaincode', 'gateway', 'network'];

/** Tests of the catalogue itself, and those whose ledger is a fake that is told what to answer. */
const ELSEWHERE = [
  /^core\/src\/errors\//u,
  /^gateway\/src\/routes\/(?:writes|issue|presentations|erasures|status-operations)\.test\.ts$/u,
  /^gateway\/src\/http\/(?:error-handler|openapi)\.test\.ts$/u,
];

/** Where a test makes an error itself instead of expecting one. */
const MADE = /(?<!toThrow\()new (?:CodedError|FabricFailure|RecordedRefusal)\(\s*'[A-Z_]+'/gu;

function testsOf(folder: string): string[] {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !ELSEWHERE.some((pattern) => pattern.test(file)));
}

/** The codes that a test names other than by making the error. */
function expectedIn(file: string): ErrorCode[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8').replace(MADE, '');
  return ERROR_CODES.filter((code) => text.includes(`'${code}'`) || text.includes(`"${code}"`));
}

test('every error code is expected by a test of what produces it', () => {
  const files = PACKAGES.flatMap((name) => [`${name}/src`, `${name}/test`]).flatMap((folder) => (isFolder(folder) ? testsOf(folder) : []));
  const expected = new Set(files.flatMap(expectedIn));
  expect(files.length).toBeGreaterThan(50);
  expect(ERROR_CODES.filter((code) => !expected.has(code))).toEqual([]);
});

function isFolder(folder: string): boolean {
  return readdirSync(path.join(ROOT, path.dirname(folder))).includes(path.basename(folder));
}
