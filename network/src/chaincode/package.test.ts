import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { providePackage } from './package';

const folder = temporaryFolders();
const LABEL = 'city-services_0.1.0-0123456789ab';

async function entriesOf(archive: Uint8Array): Promise<Record<string, Buffer>> {
  const entries: Record<string, Buffer> = {};
  const tar = extract();
  Readable.from(gunzipSync(archive)).pipe(tar);
  for await (const entry of tar) {
    entries[entry.header.name] = await buffer(entry);
  }
  return entries;
}

it('the package is the same, byte for byte, wherever it is made', async () => {
  const [first, second] = await Promise.all([providePackage(LABEL, folder()), providePackage(LABEL, folder())]);
  expect(readFileSync(first)).toEqual(readFileSync(second));
});

it('the package holds label and type, and code that is empty', async () => {
  const entries = await entriesOf(readFileSync(await providePackage(LABEL, folder())));
  expect(Object.keys(entries)).toEqual(['metadata.json', 'code.tar.gz']);
  expect(JSON.parse(String(entries['metadata.json']))).toEqual({ type: 'ccaas', label: LABEL });
  await expect(entriesOf(entries['code.tar.gz'] ?? Buffer.alloc(0))).resolves.toEqual({});
});

it('the package depends on no processor and no version of zlib: it is stored, not compressed, and names no system', async () => {
  const bytes = readFileSync(await providePackage(LABEL, folder()));
  expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, expect.any(Number), 255]);
  expect(bytes.includes(JSON.stringify({ type: 'ccaas', label: LABEL }))).toBe(true);
});

it('another label is another package', async () => {
  const state = folder();
  const [one, other] = await Promise.all([providePackage(LABEL, state), providePackage(`${LABEL}x`, state)]);
  expect(readFileSync(one)).not.toEqual(readFileSync(other));
});

it('a package that exists is not written again', async () => {
  const state = folder();
  const before = statSync(await providePackage(LABEL, state)).ino;
  expect(statSync(await providePackage(LABEL, state)).ino).toBe(before);
});
