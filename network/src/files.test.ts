import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../test/support/temporary-folder';
import { endOf, onlyFileIn, writeFileDurably } from './files';

const folder = temporaryFolders();

describe('a file that is written durably', () => {
  it('is readable by its owner only, as are the folders made for it', () => {
    const file = path.join(folder(), 'new', 'key.pem');
    const before = process.umask(0);
    writeFileDurably(file, 'key');
    process.umask(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it.each([['text', '沈阳市'], ['bytes', new Uint8Array([0, 255, 10])], ['nothing', '']])('has exactly the content: %s', (_what, content) => {
    const file = path.join(folder(), 'file');
    writeFileDurably(file, content);
    expect(readFileSync(file)).toEqual(Buffer.from(content as string));
  });

  it('replaces the old one whole: whoever has that open still reads all of it', () => {
    const file = path.join(folder(), 'file');
    writeFileDurably(file, 'the old content');
    const opened = openSync(file, 'r');
    writeFileDurably(file, 'new');
    expect(readFileSync(opened, 'utf8')).toBe('the old content');
    expect(readFileSync(file, 'utf8')).toBe('new');
    closeSync(opened);
  });

  it('that cannot be written leaves nothing behind and changes nothing', () => {
    const dir = folder();
    mkdirSync(path.join(dir, 'taken', 'by a folder'), { recursive: true });
    expect(() => { writeFileDurably(path.join(dir, 'taken'), 'content'); }).toThrow();
    expect(readdirSync(dir)).toEqual(['taken']);
    expect(readdirSync(path.join(dir, 'taken'))).toEqual(['by a folder']);
  });
});

it('the end of a file is at most as long as told, and all of a shorter file', () => {
  const file = path.join(folder(), 'log');
  writeFileSync(file, '0123456789');
  expect([endOf(file, 4), endOf(file, 100)]).toEqual(['6789', '0123456789']);
});

it('a folder that should hold one file is refused when it holds none or two', () => {
  const dir = folder();
  expect(() => onlyFileIn(dir)).toThrow(expect.objectContaining({ code: 'STATE_BROKEN' }) as Error);
  writeFileSync(path.join(dir, 'a'), '');
  expect(onlyFileIn(dir)).toBe(path.join(dir, 'a'));
  writeFileSync(path.join(dir, 'b'), '');
  expect(() => onlyFileIn(dir)).toThrow(expect.objectContaining({ code: 'STATE_BROKEN' }) as Error);
});
