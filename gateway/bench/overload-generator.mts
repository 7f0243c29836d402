/**
 * Sends issues to a gateway as it is told by the process that started it. Bodies are made before the first call, and
 * answers are not parsed, so that it takes little from the processors that it shares with the network.
 */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { LoadCount, LoadNote, LoadOrder } from './overload-load.mts';
import { newOrderSource } from './sample.mts';

interface Answer {
  /** Status, or code of the failure. */
  readonly said: string;
  readonly milliseconds: number;
  readonly hasRetryAfter: boolean;
}

const MAX_SOCKETS = 900;
const TICK_MS = 5;
const CALL_DEADLINE_MS = 60_000;
/** Before the gateway ends idle connections, also on a machine that has no time: a call on one that ends is lost. */
const IDLE_MS = 3_000;

async function main(): Promise<void> {
  const [order] = (await once(process, 'message')) as [LoadOrder];
  const generator = newGenerator(order);
  const count = await generator.run();
  tell({ note: 'answered', count });
  process.disconnect();
}

function newGenerator(order: LoadOrder): { run(): Promise<LoadCount> } {
  const { pace, rampSeconds } = order;
  const seconds = rampSeconds + order.seconds;
  const call = newCall(order);
  const answers: Answer[] = [];
  let issued = 0;
  let ramped = 0;
  let sent = 0;
  let counts = false;
  const sendOne = async (): Promise<void> => {
    const answer = await call(sent++);
    answers.push(answer);
    issued += counts && answer.said === '201' ? 1 : 0;
  };
  return {
    run: async () => {
      const started = performance.now();
      const cpu = process.cpuUsage();
      const elapsed = (): number => (performance.now() - started) / 1000;
      const ramp = setTimeout(() => {
        counts = true;
        ramped = elapsed();
      }, rampSeconds * 1000);
      const open: Promise<void>[] = [];
      if ('inFlight' in pace) {
        const caller = async (): Promise<void> => {
          while (elapsed() < seconds) {
            await sendOne();
          }
        };
        open.push(...Array.from({ length: pace.inFlight }, caller));
        await delay(seconds * 1000);
      } else {
        while (elapsed() < seconds) {
          for (let due = Math.floor(elapsed() * pace.perSecond) - sent; due > 0; due--) {
            open.push(sendOne());
          }
          await delay(TICK_MS);
        }
      }
      counts = false;
      clearTimeout(ramp);
      const took = elapsed();
      const steady = { issued, seconds: took - ramped };
      const { user, system } = process.cpuUsage(cpu);
      tell({ note: 'sent' });
      await Promise.all(open);
      return { ...toCount(answers), sent, steady, seconds: took, cpuSeconds: (user + system) / 1_000_000 };
    },
  };
}

function newCall({ url, tokens, pace, rampSeconds, seconds }: LoadOrder): (index: number) => Promise<Answer> {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo', timeout: IDLE_MS });
  const nextOrder = newOrderSource();
  const newBody = (): Buffer => Buffer.from(JSON.stringify(nextOrder()));
  const ready = 'perSecond' in pace ? Array.from({ length: Math.ceil(pace.perSecond * (rampSeconds + seconds)) }, newBody) : [];
  const authorizations = tokens.map((token) => `Bearer ${token}`);
  const target = new URL('/v1/licenses', url);
  return (index) => {
    const body = ready.pop() ?? newBody();
    const headers = {
      authorization: authorizations[index % authorizations.length],
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const start = performance.now();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const settle = (said: string, response?: IncomingMessage): void => {
      resolve({ said, milliseconds: performance.now() - start, hasRetryAfter: response?.headers['retry-after'] !== undefined });
    };
    const sent = request(target, { method: 'POST', agent, headers, timeout: CALL_DEADLINE_MS }, (response) => {
      response.resume().once('close', () => {
        settle(response.complete ? String(response.statusCode) : 'CUT_OFF', response);
      });
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', (error: NodeJS.ErrnoException) => {
      settle(error.code ?? error.name);
    });
    sent.end(body);
    return promise;
  };
}

function toCount(answers: readonly Answer[]): Pick<LoadCount, 'answers' | 'withoutRetryAfter' | 'latencies'> {
  const bySaid = Object.groupBy(answers, ({ said }) => said);
  const bare = answers.filter(({ said, hasRetryAfter }) => (said === '429' || said === '503') && !hasRetryAfter);
  return {
    answers: Object.fromEntries(Object.entries(bySaid).map(([said, list = []]) => [said, list.length])),
    withoutRetryAfter: bare.length,
    latencies: (bySaid['201'] ?? []).map(({ milliseconds }) => milliseconds),
  };
}

function tell(note: LoadNote): void {
  process.send?.(note);
}

await main();
