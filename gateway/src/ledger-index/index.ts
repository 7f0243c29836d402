export { BEGINNING } from './event-feed';
export type { EventFeed, EventPosition, LedgerEvent } from './event-feed';
export type { IndexStatus } from './index-status';
export { computeIndexDigest } from './index-digest';
export type { IndexDigest } from './index-digest';
export { openIndexDatabase, openLedgerIndex } from './open-ledger-index';
export type { LedgerIndex } from './open-ledger-index';
export { rebuildIndex } from './rebuild-index';
export type { LicenseFilter, LicensePage, LicenseSearch } from './search-licenses';
