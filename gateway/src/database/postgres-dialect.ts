import { PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';

const POOL_SIZE = 10;
const CONNECT_DEADLINE_MS = 5_000;
const STATEMENT_DEADLINE_MS = 30_000;

types.setTypeParser(types.builtins.INT8, Number);

/** PostgreSQL for Kysely; 64-bit integers arrive as numbers, as they do from SQLite. */
export function newPostgresDialect(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    statement_timeout: STATEMENT_DEADLINE_MS,
  });
  // A broken idle connection is replaced by the pool; whoever uses one is told by the query's own failure.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}
