import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from 'pino';

import type { Lease } from '../../database';
import { describeCause } from '../../http/describe-cause';
import type { EventFeed, EventPosition, LedgerEvent } from '../../ledger-index';
import { isWanted } from '../event-filter';
import { deliver, type DeliveryOptions } from './deliver';
import type { WebhookRow } from './tables';
import type { DeadLetter, WebhookStore } from './webhook-store';

/** How webhooks are delivered; times in milliseconds. */
export interface WebhookTimes {
  /** How often it is looked for new webhooks and for dead letters to deliver again. */
  readonly refreshMs: number;
  /** How long one delivery may take. */
  readonly deliveryMs: number;
  /** How long the first failure rests; the rest doubles from then on. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How often an event is tried before it becomes a dead letter. */
  readonly maxAttempts: number;
  /** How long the process that delivers may be silent until another takes over. */
  readonly leaseMs: number;
}

/** What a worker needs. */
export interface WebhookWorkerParts {
  readonly store: WebhookStore;
  readonly feed: EventFeed;
  readonly lease: Lease;
  readonly mspId: string;
  readonly allowPrivate: boolean;
  readonly log: Logger;
  readonly times: WebhookTimes;
  /** Told of every delivery. */
  readonly onDelivery: (outcome: 'received' | 'failed' | 'dead') => void;
}

const EVENTS_PER_READ = 50;
const LETTERS_PER_READ = 20;

/**
 * Brings events to webhooks until the signal ends it; of several processes the one that holds the lease does. Every
 * webhook is served on its own and in the order of the ledger, so that a slow one holds up nobody else.
 */
export async function deliverWebhooks(parts: WebhookWorkerParts, signal: AbortSignal): Promise<void> {
  const { lease, log, times } = parts;
  const couriers = new Couriers(parts);
  while (!signal.aborted) {
    try {
      couriers.employ((await lease.hold()) ? await parts.store.list() : []);
    } catch (error) {
      log.error({ cause: describeCause(error) }, 'webhooks cannot be delivered');
    }
    await rest(times.refreshMs, signal);
  }
  await couriers.dismiss();
}

/** Those who bring events: for each webhook one for what is new and one for dead letters. */
class Couriers {
  readonly #parts: WebhookWorkerParts;
  readonly #ends = new Map<string, AbortController>();
  readonly #active = new Map<string, Promise<void>>();

  constructor(parts: WebhookWorkerParts) {
    this.#parts = parts;
  }

  /** Has exactly these served. */
  employ(webhooks: readonly WebhookRow[]): void {
    const wanted = new Set(webhooks.map(({ id }) => id));
    [...this.#ends].filter(([id]) => !wanted.has(id)).forEach(([id, end]) => {
      end.abort();
      this.#ends.delete(id);
    });
    for (const webhook of webhooks) {
      const end = this.#ends.get(webhook.id) ?? new AbortController();
      this.#ends.set(webhook.id, end);
      this.#employ(`events ${webhook.id}`, () => serve(webhook, this.#parts, end.signal));
      this.#employ(`letters ${webhook.id}`, () => deliverLetters(webhook, this.#parts, end.signal));
    }
  }

  async dismiss(): Promise<void> {
    this.employ([]);
    await Promise.all(this.#active.values());
  }

  #employ(name: string, run: () => Promise<void>): void {
    if (this.#active.has(name)) {
      return;
    }
    const running = run()
      .catch((error: unknown) => {
        this.#parts.log.error({ webhook: name, cause: describeCause(error) }, 'a webhook cannot be served');
      })
      .finally(() => this.#active.delete(name));
    this.#active.set(name, running);
  }
}

/** Tries the dead letters that are to be delivered again, once each. */
async function deliverLetters(webhook: WebhookRow, parts: WebhookWorkerParts, signal: AbortSignal): Promise<void> {
  for (const letter of await parts.store.queued(webhook.id, LETTERS_PER_READ)) {
    if (!signal.aborted) {
      await deliverAgain(webhook, letter, parts);
    }
  }
}

async function deliverAgain(webhook: WebhookRow, letter: DeadLetter, parts: WebhookWorkerParts): Promise<void> {
  const { block, tx, n } = letter;
  const [event] = await parts.feed.after({ block, tx, n: n - 1 }, 1);
  const failure = event && isAt(letter, event.position) ? await deliver(webhook, event, toOptions(parts)) : 'not-in-the-index';
  await parts.store.settle(webhook.id, letter, failure);
  parts.onDelivery(failure === undefined ? 'received' : 'failed');
}

/** Serves one webhook until the signal ends it, it is removed, or another process serves it. */
async function serve(webhook: WebhookRow, parts: WebhookWorkerParts, signal: AbortSignal): Promise<void> {
  const { feed } = parts;
  let current: WebhookRow | undefined = webhook;
  while (current && !signal.aborted) {
    const { block } = feed;
    const events = await feed.after(current, EVENTS_PER_READ);
    current = await bringAll(current, events, parts, signal);
    if (current && events.length < EVENTS_PER_READ) {
      await feed.untilBeyond(block, signal);
    }
  }
}

/** Brings those events that are wanted, one after another; undefined when they are no longer ours to bring. */
async function bringAll(
  webhook: WebhookRow,
  events: readonly LedgerEvent[],
  parts: WebhookWorkerParts,
  signal: AbortSignal,
): Promise<WebhookRow | undefined> {
  const { mspId, store } = parts;
  const filter = { kinds: webhook.kinds === null ? undefined : (JSON.parse(webhook.kinds) as string[]) };
  let current = webhook;
  for (const event of events.filter((candidate) => isWanted(candidate, filter, mspId))) {
    const next = await bring(current, event, parts, signal);
    if (!next) {
      return undefined;
    }
    current = next;
  }
  const last = events.at(-1)?.position;
  if (last === undefined || isAt(current, last)) {
    return current;
  }
  return (await store.moveOn(current, last)) ? { ...current, ...last, attempts: 0, due_at: 0 } : undefined;
}

/** Brings one event, again and again until it is received or dead; undefined when it is no longer ours to bring. */
async function bring(
  webhook: WebhookRow,
  event: LedgerEvent,
  parts: WebhookWorkerParts,
  signal: AbortSignal,
): Promise<WebhookRow | undefined> {
  const { store, times, onDelivery, log } = parts;
  let current = webhook;
  for (;;) {
    await rest(current.due_at - Date.now(), signal);
    if (signal.aborted) {
      return undefined;
    }
    const reason = await deliver(current, event, toOptions(parts));
    const attempts = current.attempts + 1;
    if (reason === undefined || attempts >= times.maxAttempts) {
      const dead = reason === undefined ? undefined : { attempts, reason };
      onDelivery(dead ? 'dead' : 'received');
      const { position } = event;
      return (await store.moveOn(current, position, dead)) ? { ...current, ...position, attempts: 0, due_at: 0 } : undefined;
    }
    log.debug({ webhook: current.id, attempts, reason }, 'a webhook was not received');
    onDelivery('failed');
    const dueAt = Date.now() + pauseAfter(attempts, times);
    if (!(await store.postpone(current, attempts, dueAt))) {
      return undefined;
    }
    current = { ...current, attempts, due_at: dueAt };
  }
}

/** Doubles with every attempt up to a limit, and is shortened by up to a half at random. */
function pauseAfter(attempts: number, { firstPauseMs, longestPauseMs }: WebhookTimes): number {
  const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return Math.round(pause * (1 - Math.random() / 2));
}

function isAt({ block, tx, n }: EventPosition, position: EventPosition): boolean {
  return block === position.block && tx === position.tx && n === position.n;
}

function toOptions({ allowPrivate, times }: WebhookWorkerParts): DeliveryOptions {
  return { allowPrivate, deliveryMs: times.deliveryMs };
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) {
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
