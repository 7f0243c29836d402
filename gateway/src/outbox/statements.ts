import { CodedError } from '@shengjing/core';
import { type Kysely, sql, type UpdateObject } from 'kysely';

import type { Claim, NewRequest, RequestKey } from './outbox-store';
import type { OutboxTables, RequestRow } from './tables';

/** Whose a request is and until when. */
export type Lease = Pick<RequestRow, 'lease_owner' | 'lease_until' | 'updated_at'>;

/** New values of some columns. */
export type RequestChange = UpdateObject<OutboxTables, 'outbox_request'>;

/** @returns Whether the request is new. */
export async function insertUnlessThere(db: Kysely<OutboxTables>, row: RequestRow): Promise<boolean> {
  const result = await db
    .insertInto('outbox_request')
    .values(row)
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The request under a key. */
export function select(db: Kysely<OutboxTables>, { caller, key }: RequestKey): Promise<RequestRow | undefined> {
  return db
    .selectFrom('outbox_request')
    .selectAll()
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** A change of a request that is not settled. */
export function updateOpen(db: Kysely<OutboxTables>, { caller, key }: RequestKey, change: RequestChange) {
  return db
    .updateTable('outbox_request')
    .set(change)
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('state', '<>', sql.lit('settled'));
}

/**
 * Takes up a request that is there already, unless somebody works on it.
 * @returns `undefined` when it went away in the meantime.
 */
export async function claimExisting(
  db: Kysely<OutboxTables>,
  request: NewRequest,
  lease: Lease,
): Promise<Claim | undefined> {
  const row = await select(db, request);
  if (row && row.request_hash !== request.request_hash) {
    throw new CodedError('REQUEST_REUSED');
  }
  if (!row || row.state === 'settled') {
    return row && { kind: 'settled', row };
  }
  const claimed = await updateOpen(db, request, lease)
    .where((where) => where.or([where('lease_owner', 'is', null), where('lease_until', '<', lease.updated_at)]))
    .returningAll()
    .executeTakeFirst();
  return claimed ? { kind: 'mine', row: claimed } : { kind: 'busy', row };
}
