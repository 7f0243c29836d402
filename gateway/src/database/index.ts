export { openDatabase } from './open-database';
export type { Database, DatabaseKind, DatabaseOptions } from './open-database';
