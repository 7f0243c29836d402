export { newLedger, parseResult } from './ledger';
export type { Ledger, TransientValues, WriteParts } from './ledger';
