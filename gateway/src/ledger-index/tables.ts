import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

import { createLeaseTable, type DatabaseKind, type LeaseRow } from '../database';

/** The current version of a license. */
export interface LicenseRow {
  /** Type, issuer and serial, with full stops between. */
  readonly key: string;
  readonly identifier: string;
  readonly type: string;
  readonly issuer: string;
  readonly serial: string;
  readonly version: number;
  readonly msp_id: string;
  readonly division: string;
  readonly holder_ref: string;
  readonly holder_kind: string;
  readonly status: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly effective_at: string;
  /** Milliseconds since 1970. */
  readonly recorded_at: number;
  readonly tx_id: string;
  /** The record as the ledger has it, JSON. */
  readonly record: string;
}

/** One change that a transaction made. */
export interface EventRow {
  readonly block: number;
  /** Place of the transaction in its block. */
  readonly tx: number;
  /** Place of the change in the transaction. */
  readonly n: number;
  readonly kind: string;
  /** MSP ids of those who may see it, as a JSON array; `*` for every member of the channel. */
  readonly audience: string;
  readonly type: string | null;
  readonly issuer: string | null;
  readonly tx_id: string;
  /** Organisation that acted. */
  readonly msp_id: string;
  /** Transaction time. */
  readonly time: string;
  /** Canonical JSON. */
  readonly change: string;
}

/** How far the index has come, on which ledger: one row. */
export interface CheckpointRow {
  readonly id: number;
  readonly channel: string;
  readonly chaincode: string;
  /** Hash of the header of block 0. */
  readonly genesis: string;
  /** The last block that is in the index; -1 for none. */
  readonly block: number;
  /** Hash of that block's header. */
  readonly block_hash: string;
}

/** The tables of the index. All of it can be thrown away: it is made from the ledger again. */
export interface IndexTables {
  readonly index_license: LicenseRow;
  readonly index_event: EventRow;
  readonly index_checkpoint: CheckpointRow;
  readonly index_lease: LeaseRow;
}

/** Name of the table of leases. */
export const INDEX_LEASES = 'index_lease';

/** Name of the lease of the one process that writes. */
export const WRITER_LEASE = 'writer';

/** Columns of the database indexes by which licenses are found; each goes on with `recorded_at` and `key`. */
const LICENSE_INDEXES = {
  index_license_by_holder: ['holder_ref'],
  index_license_by_status: ['status'],
  index_license_by_type: ['type', 'status'],
  index_license_by_issuer: ['issuer', 'status'],
  index_license_by_division: ['division', 'status'],
  index_license_by_issuer_type: ['issuer', 'type', 'status'],
  index_license_by_division_type: ['division', 'type', 'status'],
} as const;

/** Steps from nothing to the current tables. */
export function indexMigrations(kind: DatabaseKind): Record<string, Migration> {
  return {
    '0001': {
      up: async (db: Kysely<unknown>) => {
        await createLicenses(db, kind);
        await createEvents(db);
        await createCheckpoint(db);
        await createLeaseTable(db, INDEX_LEASES);
      },
    },
  };
}

async function createLicenses(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  // The order of bytes, whatever language the server is set to.
  const code = kind === 'postgres' ? sql`text COLLATE "C"` : sql`text`;
  await db.schema
    .createTable('index_license')
    .addColumn('key', code, (column) => column.primaryKey())
    .addColumn('identifier', code, required)
    .addColumn('type', code, required)
    .addColumn('issuer', code, required)
    .addColumn('serial', code, required)
    .addColumn('version', 'integer', required)
    .addColumn('msp_id', code, required)
    .addColumn('division', code, required)
    .addColumn('holder_ref', code, required)
    .addColumn('holder_kind', code, required)
    .addColumn('status', code, required)
    .addColumn('valid_from', code, required)
    .addColumn('valid_until', code)
    .addColumn('effective_at', code, required)
    .addColumn('recorded_at', 'bigint', required)
    .addColumn('tx_id', code, required)
    .addColumn('record', 'text', required)
    .execute();
  for (const [name, columns] of Object.entries(LICENSE_INDEXES)) {
    await db.schema.createIndex(name).on('index_license').columns([...columns, 'recorded_at', 'key']).execute();
  }
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('index_event')
    .addColumn('block', 'bigint', required)
    .addColumn('tx', 'integer', required)
    .addColumn('n', 'integer', required)
    .addColumn('kind', 'text', required)
    .addColumn('audience', 'text', required)
    .addColumn('type', 'text')
    .addColumn('issuer', 'text')
    .addColumn('tx_id', 'text', required)
    .addColumn('msp_id', 'text', required)
    .addColumn('time', 'text', required)
    .addColumn('change', 'text', required)
    .addPrimaryKeyConstraint('index_event_position', ['block', 'tx', 'n'])
    .execute();
}

async function createCheckpoint(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('index_checkpoint')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('channel', 'text', required)
    .addColumn('chaincode', 'text', required)
    .addColumn('genesis', 'text', required)
    .addColumn('block', 'bigint', required)
    .addColumn('block_hash', 'text', required)
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
