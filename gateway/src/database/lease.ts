import { type Kysely, type RawBuilder, sql } from 'kysely';

import type { DatabaseKind } from './open-database';

/** Who may do something that only one process does at a time. */
export interface LeaseRow {
  readonly name: string;
  readonly owner: string;
  /** Until when the owner may be silent, milliseconds since 1970 by the clock of the database. */
  readonly expires_at: number;
}

/** The right to do something that only one process does at a time. It ends when its owner is silent for too long. */
export interface Lease {
  /** Takes the lease, or keeps it; false while another process has it. */
  hold(): Promise<boolean>;
  /** Gives the lease back, when it is held. */
  release(): Promise<void>;
}

/** What a lease is about, and who asks for it. */
export interface LeaseOptions {
  /** Table of {@link LeaseRow}s. */
  readonly table: string;
  readonly name: string;
  /** Different for every process and start. */
  readonly owner: string;
  /** How long the owner may be silent, milliseconds. */
  readonly ttlMs: number;
}

/** A lease that is kept in a table, by the clock of the database, so that clocks of processes need not agree. */
export function newLease<Tables>(
  { db, kind }: { readonly db: Kysely<Tables>; readonly kind: DatabaseKind },
  { table, name, owner, ttlMs }: LeaseOptions,
): Lease {
  const leases = sql.table(table);
  const now = databaseClock(kind);
  return {
    hold: async () => {
      const { rows } = await sql`
        INSERT INTO ${leases} (name, owner, expires_at) VALUES (${name}, ${owner}, ${now} + ${sql.lit(ttlMs)})
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
        WHERE ${leases}.owner = excluded.owner OR ${leases}.expires_at <= ${now}
        RETURNING owner`.execute(db);
      return rows.length === 1;
    },
    release: async () => {
      await sql`DELETE FROM ${leases} WHERE name = ${name} AND owner = ${owner}`.execute(db);
    },
  };
}

/** Makes a table of leases. */
export async function createLeaseTable(db: Kysely<unknown>, table: string): Promise<void> {
  await db.schema
    .createTable(table)
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}

/** Milliseconds since 1970. */
function databaseClock(kind: DatabaseKind): RawBuilder<number> {
  return kind === 'postgres'
    ? sql<number>`CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)`
    : sql<number>`CAST(unixepoch('subsec') * 1000 AS integer)`;
}
