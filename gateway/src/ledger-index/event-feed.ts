import type { Kysely } from 'kysely';

import { isInAudience } from './change-audience';
import { readEventRows } from './read-event-rows';
import type { EventRow, IndexTables } from './tables';

/** Place of an event on the ledger: block, transaction in the block, change in the transaction. */
export type EventPosition = Pick<EventRow, 'block' | 'tx' | 'n'>;

/** A change that a transaction made, with its place on the ledger. */
export interface LedgerEvent {
  readonly position: EventPosition;
  readonly kind: string;
  /** The license type that it is about. */
  readonly type: string | null;
  /** The issuer of the license that it is about. */
  readonly issuer: string | null;
  readonly txId: string;
  /** Organisation that acted. */
  readonly mspId: string;
  /** Transaction time. */
  readonly recordedAt: string;
  /** Canonical JSON. */
  readonly change: string;
  isVisibleTo(mspId: string): boolean;
}

/** The events of the index in the order of the ledger. */
export interface EventFeed {
  /** The last block that is in the index; -1 for none. */
  readonly block: number;
  /** Events behind a position, at most so many; with fewer the reader has reached the end. */
  after(position: EventPosition, limit: number): Promise<readonly LedgerEvent[]>;
  /** Position of the last event; {@link BEGINNING} when there is none. */
  last(): Promise<EventPosition>;
  /** Resolves as soon as the index holds a block behind this one, or when the signal ends. */
  untilBeyond(block: number, signal: AbortSignal): Promise<void>;
}

/** Position before every event. */
export const BEGINNING: EventPosition = { block: 0, tx: 0, n: 0 };

const MAX_SHARED_READS = 64;

/** A feed that can be told how far the index has come. */
export interface DrivenEventFeed extends EventFeed {
  advanceTo(block: number): void;
}

/** The events of an index. Readers at the same position share one read. */
export function newEventFeed(db: Kysely<IndexTables>): DrivenEventFeed {
  return new IndexEventFeed(db);
}

class IndexEventFeed implements DrivenEventFeed {
  readonly #db: Kysely<IndexTables>;
  readonly #reads = new Map<string, Promise<readonly LedgerEvent[]>>();
  #waiting = Promise.withResolvers<undefined>();
  #block = -1;

  constructor(db: Kysely<IndexTables>) {
    this.#db = db;
  }

  get block(): number {
    return this.#block;
  }

  advanceTo(block: number): void {
    if (block === this.#block) {
      return;
    }
    this.#block = block;
    this.#reads.clear();
    const { resolve } = this.#waiting;
    this.#waiting = Promise.withResolvers();
    resolve(undefined);
  }

  async after(position: EventPosition, limit: number): Promise<readonly LedgerEvent[]> {
    const name = [position.block, position.tx, position.n, limit].join('.');
    const shared = this.#reads.get(name);
    if (shared) {
      return shared;
    }
    const read = readEventRows(this.#db, position, limit).then((rows) => rows.map(toLedgerEvent));
    if (this.#reads.size < MAX_SHARED_READS) {
      this.#reads.set(name, read);
    }
    try {
      return await read;
    } catch (error) {
      this.#reads.delete(name);
      throw error;
    }
  }

  async last(): Promise<EventPosition> {
    const last = await this.#db
      .selectFrom('index_event')
      .select(['block', 'tx', 'n'])
      .orderBy('block', 'desc')
      .orderBy('tx', 'desc')
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last ?? BEGINNING;
  }

  async untilBeyond(block: number, signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<undefined>();
    const abort = (): void => {
      aborted.resolve(undefined);
    };
    signal.addEventListener('abort', abort);
    try {
      while (this.#block <= block && !signal.aborted) {
        await Promise.race([this.#waiting.promise, aborted.promise]);
      }
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}

function toLedgerEvent(row: EventRow): LedgerEvent {
  const { block, tx, n, kind, type, issuer, change, audience } = row;
  return {
    position: { block, tx, n },
    kind,
    type,
    issuer,
    txId: row.tx_id,
    mspId: row.msp_id,
    recordedAt: row.time,
    change,
    isVisibleTo: (mspId) => isInAudience(audience, mspId),
  };
}
