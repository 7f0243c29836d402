export { changeEventSchema, changeKindSchema, toChangeEvent } from './change-event';
export { isWanted } from './event-filter';
export type { EventFilter } from './event-filter';
export { eventIdSchema, parseEventId, toEventId } from './event-id';
export { newEventStreams } from './event-streams';
export type { EventStreams } from './event-streams';
