import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { EventFeed, EventPosition, LedgerEvent } from '../ledger-index';
import { toChangeEvent } from './change-event';
import { type EventFilter, isWanted } from './event-filter';
import { toEventId } from './event-id';

/** Why the gateway ended a stream: it stops, the reader did not keep up, the stream is old, the index is away. */
export type StreamEnd = 'shutdown' | 'too-slow' | 'lifetime' | 'index-unavailable';

/** Milliseconds. */
export interface StreamTimes {
  readonly heartbeatMs: number;
  /** How long a reader may take to make room. */
  readonly slowMs: number;
  /** How long a stream lasts, so that a reader shows a fresh token now and then. */
  readonly lifetimeMs: number;
}

/** What is sent to whom. */
export interface StreamOrder {
  readonly filter: EventFilter;
  /** The organisation of the reader. */
  readonly mspId: string;
  /** Events behind this position are sent. */
  readonly after: EventPosition;
}

const EVENTS_PER_READ = 100;
const RECONNECT_MS = 2_000;
const FAREWELL_MS = 1_000;

/**
 * Sends events as a stream of server-sent events (WHATWG HTML, 9.2) until the reader goes or the signal ends. What
 * waits for a reader is bounded: no more is read from the index before there is room.
 */
export async function sendEvents(
  output: Writable,
  feed: EventFeed,
  { filter, mspId, after }: StreamOrder,
  times: StreamTimes,
  signal: AbortSignal,
): Promise<void> {
  let position = after;
  const oldAt = Date.now() + times.lifetimeMs;
  output.write(`retry: ${String(RECONNECT_MS)}\n${toMark(position)}`);
  while (!output.destroyed) {
    const end = await findEnd(output, times.slowMs, oldAt, signal);
    if (end !== undefined) {
      finish(output, end);
      return;
    }
    const { block } = feed;
    const events = await readEvents(feed, position);
    if (events === undefined) {
      finish(output, 'index-unavailable');
      return;
    }
    position = events.at(-1)?.position ?? position;
    const messages = events.filter((event) => isWanted(event, filter, mspId)).map(toMessage);
    output.write(messages.join(''));
    if (events.length === EVENTS_PER_READ) {
      await passOver(output, position, messages.length);
    } else if (!(await waitForMore(feed, block, times.heartbeatMs, signal))) {
      output.write(`:\n${toMark(position)}`);
    }
  }
}

/** Between two pages of the past: others have their turn, and a reader for whom nothing was there keeps the position. */
async function passOver(output: Writable, position: EventPosition, sent: number): Promise<void> {
  if (sent === 0) {
    output.write(toMark(position));
  }
  await nextTurn();
}

/** The position alone: a reader that comes again goes on from there, though nothing was for it. */
function toMark(position: EventPosition): string {
  return `id: ${toEventId(position)}\n\n`;
}

function toMessage(event: LedgerEvent): string {
  return `id: ${toEventId(event.position)}\ndata: ${toChangeEvent(event)}\n\n`;
}

async function readEvents(feed: EventFeed, position: EventPosition): Promise<readonly LedgerEvent[] | undefined> {
  return feed.after(position, EVENTS_PER_READ).catch(() => undefined);
}

async function findEnd(output: Writable, slowMs: number, oldAt: number, signal: AbortSignal): Promise<StreamEnd | undefined> {
  if (output.writableNeedDrain && !(await drains(output, slowMs))) {
    return 'too-slow';
  }
  if (signal.aborted) {
    return 'shutdown';
  }
  return Date.now() >= oldAt ? 'lifetime' : undefined;
}

/** Whether there is room again in time. A reader that goes away needs none. */
async function drains(output: Writable, deadlineMs: number): Promise<boolean> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(deadlineMs)]);
  try {
    await Promise.race([once(output, 'drain', { signal }), once(output, 'close', { signal })]);
    return true;
  } catch {
    return output.destroyed;
  } finally {
    over.abort();
  }
}

/** Waits for the next block; false when a heartbeat is due before. */
async function waitForMore(feed: EventFeed, block: number, heartbeatMs: number, signal: AbortSignal): Promise<boolean> {
  const turn = new AbortController();
  const end = (): void => {
    turn.abort();
  };
  const timer = setTimeout(end, heartbeatMs);
  signal.addEventListener('abort', end);
  if (signal.aborted) {
    end();
  }
  try {
    await feed.untilBeyond(block, turn.signal);
    return !turn.signal.aborted;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** The reader is told why; one that does not read is cut off. */
function finish(output: Writable, reason: StreamEnd): void {
  output.end(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
  setTimeout(() => {
    output.destroy();
  }, FAREWELL_MS).unref();
}
