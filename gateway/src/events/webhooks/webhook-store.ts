import { randomBytes } from 'node:crypto';

import { CodedError } from '@shengjing/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';

import type { EventPosition } from '../../ledger-index';
import type { DeadLetterRow, WebhookRow, WebhookTables } from './tables';

const MAX_WEBHOOKS = 20;
const SECRET_BYTES = 32;
const ID_BYTES = 16;

/** What an administrator asks for. */
export interface WebhookOrder {
  readonly url: string;
  readonly kinds: readonly string[] | null;
  /** Events behind this position are brought. */
  readonly after: EventPosition;
}

/** An event that could not be delivered, by its position. */
export type DeadLetter = Omit<DeadLetterRow, 'webhook_id'>;

/** The webhooks of one organisation, in the database. */
export interface WebhookStore {
  /** @throws CodedError WEBHOOKS_FULL. */
  add(order: WebhookOrder): Promise<WebhookRow>;
  list(): Promise<WebhookRow[]>;
  /** @throws CodedError WEBHOOK_NOT_FOUND. */
  remove(id: string): Promise<WebhookRow>;
  /** @throws CodedError WEBHOOK_NOT_FOUND. */
  deadLetters(id: string, after: EventPosition, limit: number): Promise<DeadLetter[]>;
  /**
   * Has dead letters delivered again: these, or all when none are named.
   *
   * @returns How many there are to deliver.
   * @throws CodedError WEBHOOK_NOT_FOUND.
   */
  queue(id: string, positions: readonly EventPosition[] | undefined): Promise<number>;
  /** Dead letters of a webhook that are to be delivered again. */
  queued(id: string, limit: number): Promise<DeadLetter[]>;
  /** Takes away a dead letter that was received, or notes why it was not. */
  settle(id: string, position: EventPosition, failure: string | undefined): Promise<void>;
  /** Moves on to a position; false when the webhook is gone or another process moved it. */
  moveOn(from: WebhookRow, to: EventPosition, dead?: { readonly attempts: number; readonly reason: string }): Promise<boolean>;
  /** Notes that a delivery failed; false as above. */
  postpone(from: WebhookRow, attempts: number, dueAt: number): Promise<boolean>;
}

/** The webhooks of an organisation. */
export function newWebhookStore(db: Kysely<WebhookTables>, mspId: string): WebhookStore {
  return new DatabaseWebhookStore(db, mspId);
}

class DatabaseWebhookStore implements WebhookStore {
  readonly #db: Kysely<WebhookTables>;
  readonly #mspId: string;

  constructor(db: Kysely<WebhookTables>, mspId: string) {
    this.#db = db;
    this.#mspId = mspId;
  }

  async add({ url, kinds, after }: WebhookOrder): Promise<WebhookRow> {
    const row = {
      id: randomBytes(ID_BYTES).toString('hex'),
      msp_id: this.#mspId,
      url,
      kinds: kinds && JSON.stringify(kinds),
      secret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
      created_at: Date.now(),
      ...toColumns(after),
      attempts: 0,
      due_at: 0,
    };
    await this.#db.transaction().execute(async (transaction) => {
      const present = await transaction.selectFrom('webhook').select('id').where('msp_id', '=', this.#mspId).execute();
      if (present.length >= MAX_WEBHOOKS) {
        throw new CodedError('WEBHOOKS_FULL', { maxWebhooks: MAX_WEBHOOKS });
      }
      await transaction.insertInto('webhook').values(row).execute();
    });
    return row;
  }

  async list(): Promise<WebhookRow[]> {
    return this.#db
      .selectFrom('webhook')
      .selectAll()
      .where('msp_id', '=', this.#mspId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  }

  async remove(id: string): Promise<WebhookRow> {
    const row = await this.#find(id);
    await this.#db.deleteFrom('webhook').where('id', '=', id).execute();
    return row;
  }

  async deadLetters(id: string, { block, tx, n }: EventPosition, limit: number): Promise<DeadLetter[]> {
    await this.#find(id);
    return this.#letters(id)
      .where((row) => row(row.refTuple('block', 'tx', 'n'), '>', row.tuple(block, tx, n)))
      .limit(limit)
      .execute();
  }

  async queue(id: string, positions: readonly EventPosition[] | undefined): Promise<number> {
    await this.#find(id);
    const { numUpdatedRows } = await this.#db
      .updateTable('webhook_dead_letter')
      .set({ queued: 1 })
      .where('webhook_id', '=', id)
      .where((row) =>
        positions === undefined ? row.lit(true) : row.or(positions.map((position) => isLetter(id, position)(row))),
      )
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async queued(id: string, limit: number): Promise<DeadLetter[]> {
    return this.#letters(id).where('queued', '=', 1).limit(limit).execute();
  }

  async settle(id: string, position: EventPosition, failure: string | undefined): Promise<void> {
    const isTheLetter = isLetter(id, position);
    if (failure === undefined) {
      await this.#db.deleteFrom('webhook_dead_letter').where(isTheLetter).execute();
      return;
    }
    await this.#db
      .updateTable('webhook_dead_letter')
      .set((row) => ({ queued: 0, reason: failure, failed_at: Date.now(), attempts: row('attempts', '+', 1) }))
      .where(isTheLetter)
      .execute();
  }

  async moveOn(from: WebhookRow, to: EventPosition, dead?: { readonly attempts: number; readonly reason: string }): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const isMoved = await update(transaction, from, { ...toColumns(to), attempts: 0, due_at: 0 });
      if (isMoved && dead) {
        const letter = { webhook_id: from.id, ...toColumns(to), ...dead, failed_at: Date.now(), queued: 0 };
        await transaction.insertInto('webhook_dead_letter').values(letter).execute();
      }
      return isMoved;
    });
  }

  async postpone(from: WebhookRow, attempts: number, dueAt: number): Promise<boolean> {
    return update(this.#db, from, { attempts, due_at: dueAt });
  }

  #letters(id: string) {
    return this.#db
      .selectFrom('webhook_dead_letter')
      .select(['block', 'tx', 'n', 'attempts', 'reason', 'failed_at', 'queued'])
      .where('webhook_id', '=', id)
      .orderBy('block')
      .orderBy('tx')
      .orderBy('n');
  }

  async #find(id: string): Promise<WebhookRow> {
    const row = await this.#db
      .selectFrom('webhook')
      .selectAll()
      .where('id', '=', id)
      .where('msp_id', '=', this.#mspId)
      .executeTakeFirst();
    if (!row) {
      throw new CodedError('WEBHOOK_NOT_FOUND');
    }
    return row;
  }
}

/** Changes a webhook that still stands where it stood. */
async function update(db: Kysely<WebhookTables>, from: WebhookRow, values: Partial<WebhookRow>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook')
    .set(values)
    .where('id', '=', from.id)
    .where('block', '=', from.block)
    .where('tx', '=', from.tx)
    .where('n', '=', from.n)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function isLetter(id: string, { block, tx, n }: EventPosition) {
  return (row: ExpressionBuilder<WebhookTables, 'webhook_dead_letter'>): Expression<SqlBool> =>
    row.and({ webhook_id: id, block, tx, n });
}

function toColumns({ block, tx, n }: EventPosition): EventPosition {
  return { block, tx, n };
}
