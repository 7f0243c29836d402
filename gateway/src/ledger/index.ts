export { newLedger } from './ledger';
export type { Ledger, TransientValues, WriteOutcome } from './ledger';
