import { randomBytes, randomUUID } from 'node:crypto';

import { type Kysely, sql } from 'kysely';

import type { Database } from '../database';
import type { PreparedTransaction } from '../fabric';
import type { BacklogSize } from './backlog';
import { type Commit, newBatchCommit, newSingleCommit } from './commit-batch';
import { claimExisting, insertUnlessThere, type Lease, type RequestChange, select, updateOpen } from './statements';
import type { OutboxTables, RequestRow } from './tables';

const SEED_BYTES = 32;
/** A process that says nothing for so long is taken for dead. To be wrong does no harm: its envelope is sent once more. */
export const LEASE_MS = 8_000;

/** Names a request: the person's pseudonym and the idempotency key. */
export type RequestKey = Pick<RequestRow, 'caller' | 'key'>;

/** A transaction as it is stored, with the height of the ledger when it has private values. */
export type StoredTransaction = PreparedTransaction & Pick<RequestRow, 'height'>;

/** A request as it comes in. */
export type NewRequest = Pick<RequestRow, 'caller' | 'key' | 'name' | 'request_hash'>;

/** What a process finds when it wants to work on a request. */
export type Claim =
  /** The request is this process's to work on. */
  | { readonly kind: 'mine'; readonly row: RequestRow }
  /** Another works on it. */
  | { readonly kind: 'busy'; readonly row: RequestRow }
  | { readonly kind: 'settled'; readonly row: RequestRow };

/** The requests of the persons of one organisation, shared by all processes that serve it. */
export interface OutboxStore {
  /**
   * Takes a request up: a new one, or one that nobody works on.
   * @returns `undefined` when somebody released it at this very moment: ask again.
   * @throws CodedError REQUEST_REUSED when the key stands for another request.
   */
  claim(request: NewRequest): Promise<Claim | undefined>;

  find(request: RequestKey): Promise<RequestRow | undefined>;

  /**
   * Stores the envelope that is about to be sent.
   * @returns Whether the request is still this process's; if not, the envelope must not be sent.
   */
  storePrepared(request: RequestKey, prepared: StoredTransaction): Promise<boolean>;

  /** Stores the outcome for good. It is the ledger's, so whoever learns it may store it. */
  settle(request: RequestKey, outcome: string): Promise<void>;

  /** Forgets a request that had no effect; its key is free again. */
  forget(request: RequestKey): Promise<void>;

  /**
   * Leaves a request to be sent again by its caller: the gateway no longer knows what was asked for.
   * @param ofTxId - Only while it stands with this transaction.
   */
  askAgain(request: RequestKey, abandonedTxId: string | null, ofTxId?: string | null): Promise<void>;

  /**
   * Leaves a request whose outcome is not known, to be looked at after a pause.
   * @param ofTxId - Only while it stands with this transaction.
   */
  park(request: RequestKey, pauseMs: number, ofTxId?: string | null): Promise<void>;

  /** Takes up requests whose outcome is not known and that nobody works on. */
  takeUnresolved(limit: number): Promise<readonly RequestRow[]>;

  /** How many requests have a stored transaction whose outcome is not known. */
  measureBacklog(): Promise<BacklogSize>;

  /** Tells the other processes that this one is alive. */
  renewLeases(): Promise<void>;

  /** Gives up every lease of this process, or, when it is the only one, every lease. */
  dropLeases(whose: 'own' | 'all'): Promise<void>;

  /** Lets every lease of this process run out; what it works on may be taken over then. */
  abdicate(): void;

  /** Deletes requests that are older and that nobody works on. @returns How many. */
  deleteOlderThan(time: number, limit: number): Promise<number>;
}

/**
 * The store of one process.
 * @param now - The clock, in milliseconds.
 */
export function newOutboxStore({ kind, db }: Database<OutboxTables>, now: () => number): OutboxStore {
  const commit = kind === 'sqlite' ? newBatchCommit(db) : newSingleCommit(db);
  return new SqlOutboxStore(db, commit, now);
}

class SqlOutboxStore implements OutboxStore {
  readonly #db: Kysely<OutboxTables>;
  readonly #commit: Commit;
  readonly #now: () => number;
  #owner = randomUUID();

  constructor(db: Kysely<OutboxTables>, commit: Commit, now: () => number) {
    this.#db = db;
    this.#commit = commit;
    this.#now = now;
  }

  claim(request: NewRequest): Promise<Claim | undefined> {
    const time = this.#now();
    const row = this.#newRow(request, time);
    return this.#commit(async (db) => {
      const inserted = await insertUnlessThere(db, row);
      return inserted ? { kind: 'mine', row } : claimExisting(db, request, this.#lease(time));
    });
  }

  find(request: RequestKey): Promise<RequestRow | undefined> {
    return select(this.#db, request);
  }

  storePrepared(request: RequestKey, { txId, envelope, expiresAt, height }: StoredTransaction): Promise<boolean> {
    const time = this.#now();
    const prepared = { state: 'prepared', tx_id: txId, envelope, expires_at: expiresAt, height, attempts: 0 } as const;
    return this.#commit(async (db) => {
      const result = await updateOpen(db, request, { ...prepared, ...this.#lease(time) })
        .where('lease_owner', '=', this.#owner)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    });
  }

  async settle(request: RequestKey, outcome: string): Promise<void> {
    const change = { state: 'settled', outcome, seed: null, envelope: null, lease_owner: null } as const;
    const time = this.#now();
    await this.#commit((db) => updateOpen(db, request, { ...change, updated_at: time }).execute());
  }

  forget({ caller, key }: RequestKey): Promise<void> {
    return this.#commit(async (db) => {
      await db
        .deleteFrom('outbox_request')
        .where('caller', '=', caller)
        .where('key', '=', key)
        .where('lease_owner', '=', this.#owner)
        .execute();
    });
  }

  askAgain(request: RequestKey, abandonedTxId: string | null, ofTxId: string | null = null): Promise<void> {
    const change = { state: 'received', tx_id: abandonedTxId, envelope: null, expires_at: null, height: null } as const;
    return this.#updateOwn(request, { ...change, lease_owner: null, lease_until: 0 }, ofTxId);
  }

  park(request: RequestKey, pauseMs: number, ofTxId: string | null = null): Promise<void> {
    const attempts = sql<number>`attempts + 1`;
    return this.#updateOwn(request, { attempts, lease_owner: null, lease_until: this.#now() + pauseMs }, ofTxId);
  }

  takeUnresolved(limit: number): Promise<readonly RequestRow[]> {
    const time = this.#now();
    return this.#commit(async (db) => {
      const due = await db
        .selectFrom('outbox_request')
        .select(['caller', 'key'])
        .where('state', '<>', sql.lit('settled'))
        .where('state', '=', 'prepared')
        .where('lease_until', '<', time)
        .orderBy('lease_until')
        .limit(limit)
        .execute();
      const taken: RequestRow[] = [];
      for (const request of due) {
        const row = await updateOpen(db, request, this.#lease(time))
          .where('state', '=', 'prepared')
          .where('lease_until', '<', time)
          .returningAll()
          .executeTakeFirst();
        taken.push(...(row ? [row] : []));
      }
      return taken;
    });
  }

  async measureBacklog(): Promise<BacklogSize> {
    return await this.#db
      .selectFrom('outbox_request')
      .select(({ fn }) => [fn.countAll<number>().as('requests'), fn.min<number | null>('created_at').as('since')])
      .where('state', '=', sql.lit('prepared'))
      .executeTakeFirstOrThrow();
  }

  async renewLeases(): Promise<void> {
    const time = this.#now();
    await this.#commit((db) =>
      db
        .updateTable('outbox_request')
        .set({ lease_until: time + LEASE_MS })
        .where('state', '<>', sql.lit('settled'))
        .where('lease_owner', '=', this.#owner)
        .execute(),
    );
  }

  async dropLeases(whose: 'own' | 'all'): Promise<void> {
    await this.#commit((db) =>
      db
        .updateTable('outbox_request')
        .set({ lease_owner: null, lease_until: 0 })
        .where('state', '<>', sql.lit('settled'))
        .where('lease_owner', 'is not', null)
        .$if(whose === 'own', (query) => query.where('lease_owner', '=', this.#owner))
        .execute(),
    );
  }

  abdicate(): void {
    this.#owner = randomUUID();
  }

  deleteOlderThan(time: number, limit: number): Promise<number> {
    return this.#commit(async (db) => {
      const page = await db
        .selectFrom('outbox_request')
        .select(['caller', 'key'])
        .where('created_at', '<', time)
        .where('updated_at', '<', time)
        .where('lease_owner', 'is', null)
        .where('state', '<>', 'prepared')
        .orderBy('created_at')
        .limit(limit)
        .execute();
      for (const { caller, key } of page) {
        await db
          .deleteFrom('outbox_request')
          .where('caller', '=', caller)
          .where('key', '=', key)
          .where('lease_owner', 'is', null)
          .execute();
      }
      return page.length;
    });
  }

  /** Unless another process has taken the request up in the meantime: then it is the other's to say. */
  async #updateOwn(request: RequestKey, change: RequestChange, ofTxId: string | null): Promise<void> {
    const time = this.#now();
    await this.#commit((db) =>
      updateOpen(db, request, { ...change, updated_at: time })
        .where('lease_owner', '=', this.#owner)
        .$if(ofTxId !== null, (query) => query.where('tx_id', '=', ofTxId))
        .execute(),
    );
  }

  #lease(time: number): Lease {
    return { lease_owner: this.#owner, lease_until: time + LEASE_MS, updated_at: time };
  }

  #newRow(request: NewRequest, time: number): RequestRow {
    return {
      ...request,
      seed: randomBytes(SEED_BYTES),
      state: 'received',
      tx_id: null,
      envelope: null,
      expires_at: null,
      height: null,
      attempts: 0,
      outcome: null,
      ...this.#lease(time),
      created_at: time,
    };
  }
}
