import type { Kysely } from 'kysely';

import type { LedgerBlock, StateWrite } from '../fabric';
import { advanceCheckpoint } from './checkpoint';
import { parseCompositeKey } from './composite-key';
import { toEventRows } from './event-rows';
import { toLicenseRow } from './license-record';
import type { EventRow, IndexTables, LicenseRow } from './tables';

/** Kind of the keys under which the ledger has current versions of licenses. */
const LICENSE = 'license';

/** Rows of one statement; a database takes a limited number of values. */
const ROWS_PER_STATEMENT = 500;

/** Everything that a block does to the index. */
export interface BlockEffects {
  readonly licenses: readonly LicenseRow[];
  /** Keys of licenses that are gone, or whose records cannot be read: what they were before would be wrong. */
  readonly removed: readonly string[];
  readonly events: readonly EventRow[];
  /** Keys whose records have none of the known forms. */
  readonly unreadable: readonly string[];
}

/** Works out what a block does to the index. Of several writes to a key the last one counts. */
export function toBlockEffects({ number, transactions }: LedgerBlock, cityMspId: string): BlockEffects {
  const latest = new Map(transactions.flatMap(({ writes }) => writes.flatMap(toLicenseWrite)));
  const entries = [...latest].map(([key, value]) => ({ key, value, row: value === null ? undefined : toLicenseRow(key, value) }));
  return {
    licenses: entries.flatMap(({ row }) => row ?? []),
    removed: entries.filter(({ row }) => row === undefined).map(({ key }) => key),
    events: transactions.flatMap((transaction) => toEventRows(number, transaction, cityMspId)),
    unreadable: entries.filter(({ value, row }) => value !== null && row === undefined).map(({ key }) => key),
  };
}

/**
 * Applies a block in one database transaction together with the checkpoint, so that a crash leaves all of it or none.
 *
 * @returns false when another process was faster; then nothing was written.
 */
export async function applyBlock(db: Kysely<IndexTables>, block: LedgerBlock, effects: BlockEffects): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    if (!(await advanceCheckpoint(transaction, block))) {
      return false;
    }
    await writeLicenses(transaction, effects.licenses);
    await removeLicenses(transaction, effects.removed);
    for (const rows of inChunks(effects.events)) {
      await transaction.insertInto('index_event').values(rows).execute();
    }
    return true;
  });
}

/** Writes the current versions of licenses, each over the one before. */
export async function writeLicenses(db: Kysely<IndexTables>, licenses: readonly LicenseRow[]): Promise<void> {
  for (const rows of inChunks(licenses)) {
    await db
      .insertInto('index_license')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((row) => ({
          identifier: row.ref('excluded.identifier'),
          version: row.ref('excluded.version'),
          msp_id: row.ref('excluded.msp_id'),
          division: row.ref('excluded.division'),
          holder_ref: row.ref('excluded.holder_ref'),
          holder_kind: row.ref('excluded.holder_kind'),
          status: row.ref('excluded.status'),
          valid_from: row.ref('excluded.valid_from'),
          valid_until: row.ref('excluded.valid_until'),
          effective_at: row.ref('excluded.effective_at'),
          recorded_at: row.ref('excluded.recorded_at'),
          tx_id: row.ref('excluded.tx_id'),
          record: row.ref('excluded.record'),
        })),
      )
      .execute();
  }
}

async function removeLicenses(db: Kysely<IndexTables>, keys: readonly string[]): Promise<void> {
  for (const some of inChunks(keys)) {
    await db.deleteFrom('index_license').where('key', 'in', some).execute();
  }
}

function toLicenseWrite({ key, value }: StateWrite): [string, string | null][] {
  const composite = parseCompositeKey(key);
  return composite?.kind === LICENSE ? [[composite.parts.join('.'), value]] : [];
}

function inChunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
}
