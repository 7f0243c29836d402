import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import { SqliteDialect, type SqliteDatabase } from 'kysely';

const MAX_STATEMENTS = 200;

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
  const statements = newStatements(database);
  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => {
      const statement = statements(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toValues(parameters)),
        run: (parameters) => statement.run(...toValues(parameters)),
        iterate: (parameters) => statement.iterate(...toValues(parameters)),
      };
    },
  };
}

/** Statements by their text, prepared once; the oldest go first. Kysely runs one statement of a database at a time. */
function newStatements(database: DatabaseSync): (sql: string) => StatementSync {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    known.set(sql, statement);
    const [oldest] = known.keys();
    if (known.size > MAX_STATEMENTS && oldest !== undefined) {
      known.delete(oldest);
    }
    return statement;
  };
}

function toValues(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
