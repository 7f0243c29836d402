import { PassThrough } from 'node:stream';

import type { EventFeed, LedgerEvent } from '../ledger-index';
import { until } from '../testing/until';
import type { EventFilter } from './event-filter';
import { sendEvents, type StreamTimes } from './event-stream';

const TIMES: StreamTimes = { heartbeatMs: 10_000, slowMs: 10_000, lifetimeMs: 60_000 };

function newEvent(block: number): LedgerEvent {
  return {
    position: { block, tx: 0, n: 0 },
    kind: 'license-issued',
    type: null,
    issuer: null,
    txId: 'ab'.repeat(32),
    mspId: 'HepingMSP',
    recordedAt: '2026-01-01T00:00:00.000Z',
    change: '{"kind":"license-issued"}',
    isVisibleTo: () => true,
  };
}

/** A feed whose events are all there; the next one never comes. */
function newFeed(count: number): EventFeed & { reads: number } {
  const events = Array.from({ length: count }, (_, index) => newEvent(index + 1));
  return {
    block: count,
    reads: 0,
    async after({ block }, limit) {
      this.reads += 1;
      await Promise.resolve();
      return events.slice(block, block + limit);
    },
    last: () => Promise.resolve({ block: count, tx: 0, n: 0 }),
    untilBeyond: (_block, signal) => untilAborted(signal),
  };
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  }
}

function start(feed: EventFeed, times: Partial<StreamTimes> = {}, highWaterMark = 1_000_000, filter: EventFilter = {}) {
  const output = new PassThrough({ highWaterMark });
  const end = new AbortController();
  const order = { filter, mspId: 'HepingMSP', after: { block: 0, tx: 0, n: 0 } };
  const done = sendEvents(output, feed, order, { ...TIMES, ...times }, end.signal);
  const text = (): string => String((output.read() as Buffer | null) ?? '');
  return { output, end, done, text };
}

test('every event is sent once and in order, however many reads it takes', async () => {
  const { output, end, done } = start(newFeed(250));
  let text = '';
  output.on('data', (chunk: Buffer) => (text += String(chunk)));
  await until(() => text.includes('id: 250.0.0\ndata'));
  end.abort();
  await done;
  const ids = [...text.matchAll(/id: ([0-9]+)\.0\.0\ndata/gu)].map(([, block]) => Number(block));
  expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
});

test('a past in which nothing is for the reader keeps nobody waiting, and the reader knows how far it went', async () => {
  const feed = newFeed(10_000);
  let turns = 0;
  const turnsAtRead: number[] = [];
  const after = feed.after.bind(feed);
  feed.after = (position, limit) => {
    turnsAtRead.push(turns);
    return after(position, limit);
  };
  const count = (): void => {
    turns += 1;
    if (turnsAtRead.length <= 100) {
      setImmediate(count);
    }
  };
  count();
  const { end, done, text } = start(feed, {}, 1_000_000, { kinds: ['grant-given'] });
  await until(() => turnsAtRead.length > 100);
  end.abort();
  await done;
  expect(new Set(turnsAtRead).size).toBeGreaterThan(50);
  expect(text()).toContain('id: 10000.0.0\n');
});

test('a reader who does not read is told so and cut off, and no more is read for him meanwhile', async () => {
  const feed = newFeed(10_000);
  const { output, done } = start(feed, { slowMs: 20 }, 1_000);
  await done;
  expect(feed.reads).toBe(1);
  expect(output.writableLength).toBeLessThan(100_000);
  await until(() => output.destroyed);
});

test('the gateway says goodbye when it stops, and when a stream is old', async () => {
  const one = start(newFeed(1));
  one.end.abort();
  await one.done;
  expect(one.text()).toContain('event: end\ndata: {"reason":"shutdown"}\n\n');
  const other = start(newFeed(1), { lifetimeMs: 0 });
  await other.done;
  expect(other.text()).toContain('event: end\ndata: {"reason":"lifetime"}\n\n');
});

test('an index that is away ends the stream with its reason', async () => {
  const { done, text } = start({ ...newFeed(1), after: () => Promise.reject(new Error('away')) });
  await done;
  expect(text()).toContain('{"reason":"index-unavailable"}');
});

test('a heartbeat names the position that was reached', async () => {
  const { output, end, done } = start(newFeed(3), { heartbeatMs: 5 });
  let text = '';
  output.on('data', (chunk: Buffer) => (text += String(chunk)));
  await until(() => text.includes(':\nid: 3.0.0\n\n'));
  end.abort();
  await done;
});
