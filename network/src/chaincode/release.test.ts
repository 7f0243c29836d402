import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { provideRelease, type Release } from './release';

const folder = temporaryFolders();

/** A repository with a chaincode, a package of the workspace that it uses, and one from a registry. */
function repository() {
  const root = folder();
  const state = path.join(root, 'state');
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const packageOf = (dependencies: Record<string, string>) => JSON.stringify({ name: 'x', version: '1.2.3', main: 'dist/index.js', dependencies });
  write('chaincode/package.json', packageOf({ '@city/core': '*', express: '*' }));
  write('chaincode/dist/index.js', 'contracts');
  write('chaincode/dist/deep/more.js', 'more');
  write('core/package.json', packageOf({}));
  write('core/dist/index.js', 'core');
  write('node_modules/express/package.json', packageOf({}));
  mkdirSync(path.join(root, 'node_modules', '@city'));
  symlinkSync(path.join(root, 'core'), path.join(root, 'node_modules', '@city', 'core'));
  const release = (): Release => provideRelease(path.join(root, 'chaincode'), 'city-services', state);
  return { root, write, release };
}

it('a release is named after the version of the package and its content', () => {
  const { version, label, dir } = repository().release();
  expect(version).toMatch(/^1\.2\.3-[0-9a-f]{12}$/);
  expect(label).toBe(`city-services_${version}`);
  expect(path.basename(dir)).toBe(label);
});

it('the same content is the same release, wherever it lies', () => {
  expect(repository().release().label).toBe(repository().release().label);
});

it.each([
  ['its code', 'chaincode/dist/index.js'],
  ['code in a folder of its own', 'chaincode/dist/deep/more.js'],
  ['the code of a package of the workspace that it uses', 'core/dist/index.js'],
  ['a new file', 'chaincode/dist/new.js'],
  ['data that comes with the code', 'chaincode/dist/table.json'],
])('another content of %s is another release', (_what, file) => {
  const { write, release } = repository();
  const before = release();
  write(file, 'changed');
  expect(release().label).not.toBe(before.label);
});

it.each(['chaincode/dist/index.js.map', 'chaincode/dist/index.d.ts', 'chaincode/dist/index.test.js', 'chaincode/dist/.tsbuildinfo', 'chaincode/src/index.ts', 'core/dist/index.js.map'])(
  'nothing is released anew for %s',
  (file) => {
    const { write, release } = repository();
    const before = release();
    write(file, 'changed');
    expect(release()).toEqual(before);
  },
);

it('a file under another name is another release, even with the same content', () => {
  const { root, write, release } = repository();
  const before = release();
  rmSync(path.join(root, 'chaincode', 'dist', 'deep', 'more.js'));
  write('chaincode/dist/deep/other.js', 'more');
  expect(release().label).not.toBe(before.label);
});

it('a release runs from a copy of its own with the packages of the workspace, and without the others', () => {
  const { write, release } = repository();
  const { dir } = release();
  write('chaincode/dist/index.js', 'compiled again');
  expect(readFileSync(path.join(dir, 'dist', 'index.js'), 'utf8')).toBe('contracts');
  expect(readFileSync(path.join(dir, 'node_modules', '@city', 'core', 'dist', 'index.js'), 'utf8')).toBe('core');
  expect(readdirSync(path.join(dir, 'node_modules'))).toEqual(['@city']);
  expect(statSync(path.join(dir, 'dist', 'index.js')).mode & 0o777).toBe(0o600);
});

it('a copy that was interrupted is made again', () => {
  const { root, release } = repository();
  const { dir, label } = release();
  rmSync(dir, { recursive: true });
  mkdirSync(`${dir}.unfinished`);
  writeFileSync(path.join(`${dir}.unfinished`, 'half'), '');
  expect(release().label).toBe(label);
  expect(existsSync(path.join(dir, 'half'))).toBe(false);
  expect(readdirSync(path.join(root, 'state', 'chaincode'))).toEqual([label]);
});

it('code that is not compiled, and a package that is not installed, are told with what to do', () => {
  const { root, release } = repository();
  rmSync(path.join(root, 'core', 'dist'), { recursive: true });
  expect(release).toThrow(expect.objectContaining({ code: 'STATE_BROKEN', message: `${path.join(root, 'core', 'dist')} does not exist: run npm run build` }) as Error);
  rmSync(path.join(root, 'node_modules'), { recursive: true });
  expect(release).toThrow(/^@city\/core, which .* depends on, is not installed: run npm ci$/);
});
