import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Callers who wait for their answers; or calls at a fixed rate, whatever becomes of them. */
export type Pace = { readonly inFlight: number } | { readonly perSecond: number };

/** What the load generator is told. */
export interface LoadOrder {
  readonly url: string;
  /** Of the people whose calls take turns. */
  readonly tokens: readonly string[];
  readonly pace: Pace;
  /** How long calls are sent before anything counts: until the first ones are through, nothing comes out. */
  readonly rampSeconds: number;
  /** How long they are sent after that. */
  readonly seconds: number;
}

/** What it says of a load when everything is answered. */
export interface LoadCount {
  readonly sent: number;
  /** From the first call to the last. */
  readonly seconds: number;
  /** After the ramp, while calls were still being sent: the licenses issued, and in how many seconds. */
  readonly steady: { readonly issued: number; readonly seconds: number };
  /** Answers by status, and failures by their code. */
  readonly answers: Readonly<Record<string, number>>;
  /** Answers 429 and 503 without Retry-After. */
  readonly withoutRetryAfter: number;
  /** Milliseconds, of every license issued. */
  readonly latencies: readonly number[];
  /** Processor time of the generator in that time, in seconds. */
  readonly cpuSeconds: number;
}

/** What comes from the generator: first that everything is sent, then the count. */
export type LoadNote = { readonly note: 'sent' } | { readonly note: 'answered'; readonly count: LoadCount };

/** A load that is on its way. */
export interface RunningLoad {
  /** When the last call is sent. */
  readonly sent: Promise<void>;
  /** When the last one is answered. */
  readonly count: Promise<LoadCount>;
}

const GENERATOR = path.join(import.meta.dirname, 'overload-generator.mts');

/** Sends issues from a process of its own. */
export function startLoad({ url, tokens, pace, rampSeconds, seconds }: LoadOrder): RunningLoad {
  const child = fork(GENERATOR);
  const order: LoadOrder = { url, tokens, pace, rampSeconds, seconds };
  child.send(order);
  const sent = Promise.withResolvers<undefined>();
  const count = Promise.withResolvers<LoadCount>();
  child.on('message', (note: LoadNote) => {
    if (note.note === 'sent') {
      sent.resolve(undefined);
    } else {
      count.resolve(note.count);
    }
  });
  void failOnExit(child, (error) => {
    sent.reject(error);
    count.reject(error);
  });
  // Whoever waits for the count only is told by that.
  sent.promise.catch(() => undefined);
  return { sent: sent.promise, count: count.promise };
}

/** Once the count is there, it makes no difference. */
async function failOnExit(child: ChildProcess, fail: (error: Error) => void): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  fail(new Error(`the load generator ended early (${String(code)})`));
}
