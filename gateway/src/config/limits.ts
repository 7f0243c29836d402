import { z } from 'zod';

const count = z.int().min(1).max(100_000);
const milliseconds = z.int().min(100).max(600_000);

/** A rate: so many a second in the long run, `burst` at once. */
const rate = { perSecond: z.number().min(0.01).max(100_000), burst: count };

/** What one kind of work may take, by default as told. */
function lane(usual: { concurrency: number; queue: number; waitMs: number; perCaller: z.output<typeof perCaller> }) {
  return z
    .strictObject({
      /** Requests that are served at the same time; each may hold a body of 256 KiB in memory. */
      concurrency: count.default(usual.concurrency),
      /** Requests that wait beside those; each may hold as much. One more is refused at once. */
      queue: z.int().min(0).max(100_000).default(usual.queue),
      /** The longest that one waits. */
      waitMs: milliseconds.default(usual.waitMs),
      /** What one person may take of this. */
      perCaller: perCaller.default(usual.perCaller),
    })
    .refine((value) => value.perCaller.concurrency < value.concurrency + value.queue, {
      message: 'one caller could fill the whole lane: less than concurrency and queue together',
      path: ['perCaller', 'concurrency'],
    })
    .prefault({});
}

const perCaller = z.strictObject({ concurrency: count, ...rate });

/** How much a gateway takes on at once; what is more is refused, and soon. */
export const limits = z.strictObject({
  write: lane({ concurrency: 64, queue: 64, waitMs: 3_000, perCaller: { concurrency: 64, perSecond: 100, burst: 200 } }),
  read: lane({ concurrency: 128, queue: 256, waitMs: 2_000, perCaller: { concurrency: 64, perSecond: 500, burst: 1_000 } }),
  /** Answers without an end. */
  stream: lane({ concurrency: 256, queue: 0, waitMs: 1_000, perCaller: { concurrency: 8, perSecond: 1, burst: 16 } }),
  /** Tokens that are missing or not valid, from one address (IPv6: from one /64). */
  failuresPerAddress: z.strictObject(rate).default({ perSecond: 5, burst: 50 }),
  connections: count.default(2_048),
  connectionsPerAddress: count.default(1_024),
  /** For the head of a request, from the first byte on. */
  headMs: milliseconds.default(10_000),
  /** For its body. */
  bodyMs: milliseconds.default(10_000),
});
