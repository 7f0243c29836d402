export { createLeaseTable, newLease } from './lease';
export type { Lease, LeaseRow } from './lease';
export { openDatabase } from './open-database';
export type { Database, DatabaseKind, DatabaseOptions } from './open-database';
