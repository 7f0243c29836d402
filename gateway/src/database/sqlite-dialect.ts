import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import { SqliteDialect, type SqliteDatabase } from 'kysely';

/** How sure a commit is: `full` survives a loss of power, `normal` may then lose the last commits, never a part of one. */
export type Durability = 'full' | 'normal';

/**
 * Node's own SQLite for Kysely.
 *
 * @param file - The database file; made when there is none.
 */
export function newSqliteDialect(file: string, durability: Durability): SqliteDialect {
  return new SqliteDialect({ database: () => Promise.resolve(open(file, durability)) });
}

function open(file: string, durability: Durability): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability}; PRAGMA foreign_keys = ON;`);
  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      const toValues = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toValues(parameters)),
        run: (parameters) => statement.run(...toValues(parameters)),
        iterate: (parameters) => statement.iterate(...toValues(parameters)),
      };
    },
  };
}
