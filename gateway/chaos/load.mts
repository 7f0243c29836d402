import { setTimeout as delay } from 'node:timers/promises';

import PQueue from 'p-queue';

import { call, type Call, isTransient, type Reply, toFacts } from './client.mts';
import type { Answer, Sent } from './evidence.mts';
import type { Order } from './orders.mts';
import type { Pattern, PlannedWish } from './wishes.mts';

/** Where the wishes of an organisation go, and as whom. */
export interface Door {
  readonly baseUrl: string;
  token(person: string): Promise<string>;
}

export interface LoadOptions {
  readonly doors: ReadonlyMap<string, Door>;
  /** Requests in flight at most. */
  readonly inFlight: number;
  /** Milliseconds since the epoch: the begin, and when those without a final answer are given up. */
  readonly begin: number;
  readonly deadline: number;
  readonly record: (answer: Answer) => void;
}

const ORDERS = '/v1/licenses';
const REQUESTS = '/v1/requests';
/** Keys that are worked on at once; most of them wait for a moment that is planned. */
const OPEN_PER_REQUEST = 4;
const PATIENCE_MS = 60_000;
const MAX_RETRY_AFTER_MS = 3_000;
const PAUSE_MS = 500;
/** A refusal that is not expected may be a passing one; after so many it is believed. */
const MAX_REFUSALS = 5;

type Send = (sent: Sent, what: Order, patience?: number) => Promise<Reply>;

const SENDS: Readonly<Record<Pattern, (send: Send, wish: PlannedWish) => Promise<unknown>>> = {
  together: (send, { order }) => Promise.all([send('order', order), send('order', order), send('order', order)]),
  spread: (send, { order, gaps: [first, second] }) =>
    Promise.all([send('order', order), delay(first).then(() => send('order', order)), delay(first + second).then(() => send('order', order))]),
  impatient: async (send, { order, gaps: [first, second] }) => {
    await send('order', order, first);
    await send('order', order, second);
    await send('order', order);
  },
};

/** Sends every wish three times, then again until its answer is final, and asks what became of what was unknown. */
export async function runLoad(wishes: readonly PlannedWish[], options: LoadOptions): Promise<void> {
  const requests = new PQueue({ concurrency: options.inFlight });
  const waiting = wishes.values();
  const worker = async (): Promise<void> => {
    for (const wish of waiting) {
      await fulfil(wish, options, requests);
    }
  };
  await Promise.all(Array.from({ length: options.inFlight * OPEN_PER_REQUEST }, worker));
}

async function fulfil(wish: PlannedWish, options: LoadOptions, requests: PQueue): Promise<void> {
  await delay(Math.max(0, options.begin + wish.startsAt - Date.now()));
  const unknown = new Set<string>();
  const send: Send = (sent, body, patience = PATIENCE_MS) =>
    requests.add(async () => {
      const reply = await ask(wish, options, sent, { path: ORDERS, body, patience });
      if (reply.status === 202 && reply.location !== undefined) {
        unknown.add(reply.location);
        await ask(wish, options, 'state', { path: reply.location, patience });
      }
      return reply;
    });
  const askFor = (sent: Sent, path: string): Promise<Reply> => requests.add(() => ask(wish, options, sent, { path, patience: PATIENCE_MS }));
  await SENDS[wish.pattern](send, wish);
  await askFor('request', `${REQUESTS}/${wish.key}`);
  await repeat(() => send('order', wish.order), options.deadline);
  await askFor('request', `${REQUESTS}/${wish.key}`);
  await Promise.all([...unknown].map((path) => askFor('state', path)));
  if (wish.other !== undefined) {
    const { other } = wish;
    await repeat(() => send('other-order', other), options.deadline);
  }
}

/** Calls the organisation's gateway under the key of the wish, and puts the answer on record. */
async function ask(
  { key, organisation, person }: PlannedWish,
  { doors, record }: LoadOptions,
  sent: Sent,
  { path, ...rest }: { readonly path: string } & Pick<Call, 'body' | 'patience'>,
): Promise<Reply> {
  const door = doors.get(organisation);
  if (door === undefined) {
    throw new Error(`no gateway of ${organisation}`);
  }
  const token = await door.token(person);
  const sentAt = Date.now();
  const reply = await call({ url: `${door.baseUrl}${path}`, token, headers: { 'idempotency-key': key }, ...rest });
  record({ key, sent, sentAt, answeredAt: Date.now(), ...toFacts(reply) });
  return reply;
}

async function repeat(send: () => Promise<Reply>, deadline: number): Promise<void> {
  let refusals = 0;
  while (Date.now() < deadline) {
    const reply = await send();
    if (isFinal(reply)) {
      return;
    }
    refusals += isTransient(reply) ? 0 : 1;
    if (refusals >= MAX_REFUSALS) {
      return;
    }
    await delay(Math.min(reply.retryAfter ?? PAUSE_MS, MAX_RETRY_AFTER_MS));
  }
}

/** Issued; refused on record; or refused because of another order under the same key. */
function isFinal({ status, body }: Reply): boolean {
  return status === 201 || status === 422 || body['code'] === 'REQUEST_REUSED';
}
