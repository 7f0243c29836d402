export { newRequestRandomness } from './request-randomness';
export type { RequestRandomness } from './request-randomness';
export { newWrites } from './new-writes';
export type { WriteOutcome } from './write-outcome';
export type { ToWriteParts, WriteCommand, WriteParts, Writes } from './writes';
