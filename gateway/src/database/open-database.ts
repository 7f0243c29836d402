import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

import { Kysely, type Migration, Migrator } from 'kysely';

import { newPostgresDialect } from './postgres-dialect';
import { type Durability, newSqliteDialect } from './sqlite-dialect';

/** Which server keeps a database. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** What a part of the gateway needs of its database. */
export interface DatabaseOptions {
  /** Name of the part: its SQLite file, and the prefix of its migration tables. */
  readonly name: string;
  /** URL of a PostgreSQL server; without one SQLite is used. */
  readonly url?: string | undefined;
  /** Folder of the SQLite file. */
  readonly stateDir: string;
  readonly durability: Durability;
  /** Steps from nothing to the current tables, by names that sort in their order. */
  readonly migrations: (kind: DatabaseKind) => Record<string, Migration>;
}

/** An open database with its tables. */
export interface Database<Tables> {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

/**
 * Opens the database of one part of the gateway and brings its tables up to date.
 *
 * @throws Error when the server cannot be reached or a migration fails.
 */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Database<Tables>> {
  const { url } = options;
  const kind = url === undefined ? 'sqlite' : 'postgres';
  const dialect = url === undefined ? newSqliteDialect(privateFile(options), options.durability) : newPostgresDialect(url);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db, options, kind);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { kind, db, close: () => db.destroy() };
}

async function migrate<Tables>(db: Kysely<Tables>, { name, migrations }: DatabaseOptions, kind: DatabaseKind): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations(kind)) },
    migrationTableName: `${name}_migration`,
    migrationLockTableName: `${name}_migration_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new Error(`The tables of ${name} cannot be made`, { cause: error });
  }
}

/** SQLite gives its journal the mode of the database file, so the file is made first. */
function privateFile({ stateDir, name }: DatabaseOptions): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const file = join(stateDir, `${name}.sqlite`);
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  return file;
}
