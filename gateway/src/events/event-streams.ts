import type { ServerResponse } from 'node:http';

import { CodedError } from '@shengjing/core';
import { Gauge, type Registry } from 'prom-client';

import type { EventFeed, EventPosition } from '../ledger-index';
import type { EventFilter } from './event-filter';
import { sendEvents, type StreamTimes } from './event-stream';

/** The live streams of events of one gateway. */
export interface EventStreams {
  /**
   * Prepares a stream; it begins with the event behind a position, or with the next one there is.
   *
   * @returns What sends it until the reader goes.
   * @throws CodedError INDEX_UNAVAILABLE.
   */
  open(filter: EventFilter, after: EventPosition | undefined): Promise<(response: ServerResponse) => Promise<void>>;
  /** Ends every stream. */
  close(): void;
}

/** What streams are made of. */
export interface EventStreamsParts {
  readonly feed: EventFeed;
  /** Organisation of the gateway and of all who read at it. */
  readonly mspId: string;
  readonly registry: Registry;
  readonly times?: StreamTimes;
}

const TIMES: StreamTimes = { heartbeatMs: 15_000, slowMs: 10_000, lifetimeMs: 900_000 };
const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };

/** Streams over one feed. */
export function newEventStreams({ feed, mspId, registry, times = TIMES }: EventStreamsParts): EventStreams {
  const end = new AbortController();
  let streams = 0;
  new Gauge({
    name: 'shengjing_event_streams',
    help: 'Live streams of events.',
    registers: [registry],
    collect() {
      this.set(streams);
    },
  });
  return {
    open: async (filter, after) => {
      const order = { filter, mspId, after: after ?? (await lastOf(feed)) };
      return async (response) => {
        streams += 1;
        try {
          response.writeHead(200, HEADERS);
          await sendEvents(response, feed, order, times, newStreamSignal(response, end.signal));
        } finally {
          streams -= 1;
        }
      };
    },
    close: () => {
      end.abort();
    },
  };
}

async function lastOf(feed: EventFeed): Promise<EventPosition> {
  try {
    return await feed.last();
  } catch (cause) {
    throw new CodedError('INDEX_UNAVAILABLE', undefined, { cause });
  }
}

/** Ends when the reader goes, or with the gateway. */
function newStreamSignal(response: ServerResponse, end: AbortSignal): AbortSignal {
  const over = new AbortController();
  const stop = (): void => {
    over.abort();
  };
  end.addEventListener('abort', stop);
  response.once('close', () => {
    end.removeEventListener('abort', stop);
    stop();
  });
  if (end.aborted) {
    stop();
  }
  return over.signal;
}
