import type { Kysely } from 'kysely';

import type { OutboxTables } from './tables';

/** One change of the outbox. It may be run a second time when a change beside it fails. */
export type Change<T> = (db: Kysely<OutboxTables>) => Promise<T>;

/** Makes changes durable: when the promise is kept, the change survives a loss of power. */
export type Commit = <T>(change: Change<T>) => Promise<T>;

const MAX_CHANGES = 256;

interface Waiting {
  readonly run: (db: Kysely<OutboxTables>) => Promise<void>;
  readonly keep: () => void;
  readonly fail: (error: unknown) => void;
}

/** Every change is a transaction of its own; a server gathers those of its clients. */
export function newSingleCommit(db: Kysely<OutboxTables>): Commit {
  return (change) => change(db);
}

/**
 * Changes that arrive while another is being written share one transaction, and so one wait for the disk. A change
 * that fails takes none of the others with it.
 */
export function newBatchCommit(db: Kysely<OutboxTables>): Commit {
  const queue: Waiting[] = [];
  let isRunning = false;
  const runAll = async (): Promise<void> => {
    while (queue.length > 0) {
      await runTogether(db, queue.splice(0, MAX_CHANGES));
    }
    isRunning = false;
  };
  return (change) =>
    new Promise((resolve, reject) => {
      let result: Awaited<ReturnType<typeof change>>;
      queue.push({
        run: async (transaction) => {
          result = await change(transaction);
        },
        keep: () => {
          resolve(result);
        },
        fail: reject,
      });
      if (!isRunning) {
        isRunning = true;
        setImmediate(() => void runAll());
      }
    });
}

async function runTogether(db: Kysely<OutboxTables>, batch: readonly Waiting[]): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      for (const { run } of batch) {
        await run(transaction);
      }
    });
    for (const { keep } of batch) {
      keep();
    }
  } catch (error) {
    const [first, ...others] = batch;
    if (others.length === 0) {
      first?.fail(error);
      return;
    }
    for (const waiting of batch) {
      await runTogether(db, [waiting]);
    }
  }
}
