import { type Kysely, type Migration, sql } from 'kysely';

import type { DatabaseKind } from '../database';

/**
 * Where a request stands: `received`, nothing was sent that is known to have an effect; `prepared`, its envelope is
 * stored and may have been sent; `settled`, its outcome is on the ledger.
 */
export type RequestStep = 'received' | 'prepared' | 'settled';

/** A request, as the outbox keeps it. Nothing in it is personal. */
export interface RequestRow {
  /** Pseudonym of the person. */
  readonly caller: string;
  /** Idempotency key. */
  readonly key: string;
  /** Name of the transaction. */
  readonly name: string;
  /** Keyed hash of all that was asked for. */
  readonly request_hash: string;
  /** What the request's random values are derived from; forgotten when it is settled. */
  readonly seed: Uint8Array | null;
  readonly state: RequestStep;
  /** The transaction that was sent last. On a received request: it was given up with its outcome unknown. */
  readonly tx_id: string | null;
  readonly envelope: Uint8Array | null;
  /** When the envelope's signer expires. */
  readonly expires_at: number | null;
  /**
   * Number of blocks of the ledger before the endorsement, or less. Null when the transaction has no private values, or
   * is older than this column.
   */
  readonly height: number | null;
  /** How often the outcome was looked for in vain. */
  readonly attempts: number;
  /** The contract's answer, canonical JSON. */
  readonly outcome: string | null;
  /** The process that works on it. */
  readonly lease_owner: string | null;
  /** Until when that process may be silent; without an owner, when it is looked at next. */
  readonly lease_until: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The outbox's tables. Times are milliseconds since 1970. */
export interface OutboxTables {
  readonly outbox_request: RequestRow;
}

/** Steps from nothing to the current tables. */
export function outboxMigrations(kind: DatabaseKind): Record<string, Migration> {
  const bytes = kind === 'postgres' ? 'bytea' : 'blob';
  return {
    '0001-requests': {
      up: async (db: Kysely<unknown>) => {
        await db.schema
          .createTable('outbox_request')
          .addColumn('caller', 'text', (column) => column.notNull())
          .addColumn('key', 'text', (column) => column.notNull())
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('request_hash', 'text', (column) => column.notNull())
          .addColumn('seed', bytes)
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('tx_id', 'text')
          .addColumn('envelope', bytes)
          .addColumn('expires_at', 'bigint')
          .addColumn('attempts', 'integer', (column) => column.notNull())
          .addColumn('outcome', 'text')
          .addColumn('lease_owner', 'text')
          .addColumn('lease_until', 'bigint', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('updated_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('outbox_request_key', ['caller', 'key'])
          .execute();
        await db.schema
          .createIndex('outbox_request_open')
          .on('outbox_request')
          .column('lease_until')
          .where(sql.ref('state'), '<>', sql.lit('settled'))
          .execute();
        await db.schema.createIndex('outbox_request_age').on('outbox_request').column('created_at').execute();
      },
    },
    '0002-backlog': {
      up: async (db: Kysely<unknown>) => {
        await db.schema.alterTable('outbox_request').addColumn('height', 'bigint').execute();
        await db.schema
          .createIndex('outbox_request_backlog')
          .on('outbox_request')
          .column('created_at')
          .where(sql.ref('state'), '=', sql.lit('prepared'))
          .execute();
      },
    },
  };
}
