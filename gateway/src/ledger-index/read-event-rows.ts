import type { Kysely } from 'kysely';

import type { EventRow, IndexTables } from './tables';

/** The rows of the events behind a position, in order. */
export async function readEventRows(
  db: Kysely<IndexTables>,
  { block, tx, n }: Pick<EventRow, 'block' | 'tx' | 'n'>,
  limit: number,
): Promise<EventRow[]> {
  return db
    .selectFrom('index_event')
    .selectAll()
    .where((row) => row(row.refTuple('block', 'tx', 'n'), '>', row.tuple(block, tx, n)))
    .orderBy('block')
    .orderBy('tx')
    .orderBy('n')
    .limit(limit)
    .execute();
}
