import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TemporaryNetwork } from '@shengjing/network';
import { blocksOfTable, contentOfJournal } from './leveldb';

/** Which of the texts the files of each peer hold, by the peer's name. */
export function textsInPeers({ context }: TemporaryNetwork, texts: readonly string[]): Map<string, string[]> {
  const peers = context.topology.organisations.flatMap((organisation) => organisation.peers);
  return new Map(peers.map(({ name, dir }) => [name, textsIn(path.join(dir, 'data'), texts)]));
}

function textsIn(folder: string, texts: readonly string[]): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = entries.flatMap(({ parentPath, name }) => {
    const contents = contentsOf(path.join(parentPath, name));
    return texts.filter((text) => contents.some((content) => content.includes(text)));
  });
  return texts.filter((text) => found.includes(text));
}

/** The bytes of a file, and what they mean when it belongs to a database. */
function contentsOf(file: string): Buffer[] {
  const bytes = readFileSync(file);
  switch (path.extname(file)) {
    case '.ldb':
      return [bytes, ...blocksOfTable(bytes)];
    case '.log':
      return [bytes, contentOfJournal(bytes)];
    default:
      return [bytes];
  }
}
