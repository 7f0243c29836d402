export { newLedger } from './ledger';
export type { Ledger, TransientValues } from './ledger';
