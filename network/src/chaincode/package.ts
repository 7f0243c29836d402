import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { writeFileDurably } from '../files';
import { releasesDir } from './release';

/**
 * Writes the package that every organisation installs: label and type, nothing else, byte for byte the same
 * everywhere, so that its id is the same. Where the server is and by which keys it is reached, each peer's builder
 * takes from files of its own.
 */
export async function providePackage(label: string, stateDir: string): Promise<string> {
  const file = path.join(releasesDir(stateDir), `${label}.tar.gz`);
  if (!existsSync(file)) {
    const metadata = JSON.stringify({ type: 'ccaas', label });
    const code = await archive({});
    writeFileDurably(file, await archive({ 'metadata.json': Buffer.from(metadata), 'code.tar.gz': code }));
  }
  return file;
}

async function archive(entries: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(entries)) {
    tar.entry({ name, mode: 0o644, mtime: new Date(0) }, content);
  }
  tar.finalize();
  return stored(await buffer(tar));
}

/**
 * A gzip file without compression: compressed, the bytes would depend on the processor and on the version of zlib.
 * The tenth byte names the operating system; 255 is for unknown (RFC 1952, 2.3.1).
 */
function stored(content: Buffer): Buffer {
  const file = gzipSync(content, { level: 0 });
  file[9] = 255;
  return file;
}
