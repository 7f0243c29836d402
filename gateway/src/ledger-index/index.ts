export { BEGINNING } from './event-feed';
export type { EventFeed, EventPosition, LedgerEvent } from './event-feed';
export type { IndexStatus } from './index-status';
export { openLedgerIndex } from './open-ledger-index';
export type { LedgerIndex } from './open-ledger-index';
export type { LicenseFilter, LicensePage, LicenseSearch } from './search-licenses';
