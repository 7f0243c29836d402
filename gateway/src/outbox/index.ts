export { openOutbox } from './open-outbox';
export type { Outbox, OutboxOptions } from './open-outbox';
export { newRequestRandomness } from './request-randomness';
export type { RequestRandomness } from './request-randomness';
export type { RequestState } from './request-state';
export type { WriteOutcome } from './write-outcome';
export type { ToWriteParts, WriteCommand, Writes } from './writes';
