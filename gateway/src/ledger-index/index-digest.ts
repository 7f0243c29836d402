import { createHash } from 'node:crypto';

import { toCanonicalJson } from '@shengjing/core';
import type { Kysely } from 'kysely';

import type { Database } from '../database';
import { readCheckpoint } from './checkpoint';
import { readEventRows } from './read-event-rows';
import type { EventRow, IndexTables, LicenseRow } from './tables';

const ROWS_PER_READ = 1_000;

/** What an index holds, in one number. */
export interface IndexDigest {
  /** The last block that is in the index; -1 for none. */
  readonly block: number;
  readonly licenses: number;
  readonly events: number;
  /**
   * SHA-256 over the canonical JSON of the checkpoint and then of every row, a line feed after each: licenses by key,
   * then events by position. Lowercase hexadecimal.
   */
  readonly digest: string;
}

/** Computes the digest of an index at one moment, while others may go on writing. */
export async function computeIndexDigest({ db, kind }: Database<IndexTables>): Promise<IndexDigest> {
  const transaction = kind === 'postgres' ? db.transaction().setIsolationLevel('repeatable read') : db.transaction();
  return transaction.execute(async (snapshot) => {
    const checkpoint = await readCheckpoint(snapshot);
    const hash = createHash('sha256').update(toLine(checkpoint ?? null));
    const count = async (pages: AsyncIterable<readonly unknown[]>): Promise<number> => {
      let rows = 0;
      for await (const page of pages) {
        page.forEach((row) => hash.update(toLine(row)));
        rows += page.length;
      }
      return rows;
    };
    const licenses = await count(readLicenses(snapshot));
    const events = await count(readEvents(snapshot));
    return { block: checkpoint?.block ?? -1, licenses, events, digest: hash.digest('hex') };
  });
}

function toLine(row: unknown): string {
  return `${toCanonicalJson(row)}\n`;
}

async function* readLicenses(db: Kysely<IndexTables>): AsyncGenerator<LicenseRow[]> {
  let last = '';
  let rows: LicenseRow[];
  do {
    rows = await db.selectFrom('index_license').selectAll().where('key', '>', last).orderBy('key').limit(ROWS_PER_READ).execute();
    yield rows;
    last = rows.at(-1)?.key ?? last;
  } while (rows.length === ROWS_PER_READ);
}

async function* readEvents(db: Kysely<IndexTables>): AsyncGenerator<EventRow[]> {
  let last = { block: -1, tx: 0, n: 0 };
  let rows: EventRow[];
  do {
    rows = await readEventRows(db, last, ROWS_PER_READ);
    yield rows;
    last = rows.at(-1) ?? last;
  } while (rows.length === ROWS_PER_READ);
}
