import type { Kysely } from 'kysely';

import type { LedgerBlock } from '../fabric';
import type { CheckpointRow, IndexTables } from './tables';

const ID = 1;

/** Number of the block before the first one. */
export const NO_BLOCK = -1;

/** The ledger that an index is made from. */
export type Chain = Pick<CheckpointRow, 'channel' | 'chaincode' | 'genesis'>;

/** How far an index has come, on which ledger. */
export type Checkpoint = Chain & Pick<CheckpointRow, 'block' | 'block_hash'>;

/** Reads how far the index has come. */
export async function readCheckpoint(db: Kysely<IndexTables>): Promise<Checkpoint | undefined> {
  const columns = ['channel', 'chaincode', 'genesis', 'block', 'block_hash'] as const;
  return db.selectFrom('index_checkpoint').select(columns).where('id', '=', ID).executeTakeFirst();
}

/**
 * Moves on from the block before to this one. Whoever is overtaken by another process is told: nothing is changed,
 * and nothing may be written.
 */
export async function advanceCheckpoint(db: Kysely<IndexTables>, { number, hash }: LedgerBlock): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('index_checkpoint')
    .set({ block: number, block_hash: hash })
    .where('id', '=', ID)
    .where('block', '=', number - 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Empties the index and ties it to a ledger. */
export async function startOver(db: Kysely<IndexTables>, chain: Chain): Promise<Checkpoint> {
  const checkpoint = { ...chain, block: NO_BLOCK, block_hash: '' };
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('index_checkpoint').execute();
    await transaction.deleteFrom('index_license').execute();
    await transaction.deleteFrom('index_event').execute();
    await transaction.insertInto('index_checkpoint').values({ id: ID, ...checkpoint }).execute();
  });
  return checkpoint;
}

/** Whether an index was made from this ledger. */
export function isSameChain(one: Chain, other: Chain): boolean {
  return one.channel === other.channel && one.chaincode === other.chaincode && one.genesis === other.genesis;
}
