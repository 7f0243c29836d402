import { type ColumnDefinitionBuilder, type Kysely, type Migration } from 'kysely';

import { createLeaseTable, type LeaseRow } from '../../database';

/** Somebody who wants events brought. */
export interface WebhookRow {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Organisation that it belongs to. */
  readonly msp_id: string;
  readonly url: string;
  /** Kinds of changes as a JSON array; null for every kind. */
  readonly kinds: string | null;
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly created_at: number;
  /** Position of the last event that is done with. */
  readonly block: number;
  readonly tx: number;
  readonly n: number;
  /** Failed deliveries of the event behind it. */
  readonly attempts: number;
  /** When that event is due again, milliseconds since 1970. */
  readonly due_at: number;
}

/** An event that could not be delivered. */
export interface DeadLetterRow {
  readonly webhook_id: string;
  readonly block: number;
  readonly tx: number;
  readonly n: number;
  readonly attempts: number;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly failed_at: number;
  /** 1 when it is to be delivered again. */
  readonly queued: number;
}

/** The tables of the webhooks. They cannot be rebuilt, so that they are apart from the index. */
export interface WebhookTables {
  readonly webhook: WebhookRow;
  readonly webhook_dead_letter: DeadLetterRow;
  readonly webhook_lease: LeaseRow;
}

/** Name of the table of leases. */
export const WEBHOOK_LEASES = 'webhook_lease';

/** Steps from nothing to the current tables. */
export function webhookMigrations(): Record<string, Migration> {
  return {
    '0001': {
      up: async (db: Kysely<unknown>) => {
        await createWebhooks(db);
        await createDeadLetters(db);
        await createLeaseTable(db, WEBHOOK_LEASES);
      },
    },
  };
}

async function createWebhooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('msp_id', 'text', required)
    .addColumn('url', 'text', required)
    .addColumn('kinds', 'text')
    .addColumn('secret', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('block', 'bigint', required)
    .addColumn('tx', 'integer', required)
    .addColumn('n', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('due_at', 'bigint', required)
    .execute();
}

async function createDeadLetters(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook_dead_letter')
    .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhook.id').onDelete('cascade'))
    .addColumn('block', 'bigint', required)
    .addColumn('tx', 'integer', required)
    .addColumn('n', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('reason', 'text', required)
    .addColumn('failed_at', 'bigint', required)
    .addColumn('queued', 'integer', required)
    .addPrimaryKeyConstraint('webhook_dead_letter_position', ['webhook_id', 'block', 'tx', 'n'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
