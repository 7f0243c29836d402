import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { createPrivateFile, writePrivateFile } from './atomic-file';

const folder = newTemporaryFolder();

test('a file and its new folder are private to their owner', async () => {
  const file = join(folder, 'a', 'file');
  await writePrivateFile(file, 'one');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

test('writing again replaces the content and leaves nothing else behind', async () => {
  const file = join(folder, 'b', 'file');
  await Promise.all(['one', 'two', 'three'].map((content) => writePrivateFile(file, content)));
  expect(['one', 'two', 'three']).toContain(readFileSync(file, 'utf8'));
  expect(readdirSync(join(folder, 'b'))).toEqual(['file']);
});

test('of many who make the same file at once, one does, and what it wrote stays', async () => {
  const file = join(folder, 'c', 'file');
  const contents = ['one', 'two', 'three'];
  const made = await Promise.all(contents.map((content) => createPrivateFile(file, content)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toBe(contents[made.indexOf(true)]);
  expect(readdirSync(join(folder, 'c'))).toEqual(['file']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
