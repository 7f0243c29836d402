import { setTimeout as delay } from 'node:timers/promises';

import { FabricFailure, type FabricPort, type SigningIdentity, toCommitFailure } from '../fabric';
import type { LedgerHeight } from './ledger-height';
import type { StoredTransaction } from './outbox-store';

/** How long the ledger is asked for a transaction that it knows already, if at all. */
const GLANCE_MS = 500;
/**
 * How long the ledger may take before an envelope is sent once more, the first time; then twice as long. A leader that dies
 * takes with it what it had accepted, but an envelope in a long queue is only made to wait longer by a copy.
 */
const RESEND_AFTER_MS = 5_000;
/**
 * How many blocks after its endorsement a transaction with private values may be sent again. Peers keep the values for
 * 1,000 blocks until it is committed, and would commit it without them afterwards.
 */
const MAX_AGE_BLOCKS = 900;
/** Between two sends of the same envelope. */
const PAUSE_MS = 200;

/** What became of an envelope. */
export type Resolution =
  | { readonly kind: 'committed' }
  /** In a block without effect. */
  | { readonly kind: 'invalid'; readonly failure: FabricFailure }
  /** It is not sent any more; whether the orderers took it before is not known. */
  | { readonly kind: 'refused'; readonly failure: FabricFailure }
  /** It may be committed yet. With a failure: that was in the way of sending it, or of asking for it. */
  | { readonly kind: 'unknown'; readonly failure?: unknown };

/**
 * Sends an envelope and finds out what became of it. It is sent again as long as the ledger does not know it.
 * @param deadline - In milliseconds since 1970.
 * @param wasSent - Whether it may have been sent before; then the ledger is asked first.
 */
export type ResolveTransaction = (
  transaction: StoredTransaction,
  deadline: number,
  wasSent: boolean,
) => Promise<Resolution>;

/** What resolving stands on. */
export interface ResolverOptions {
  readonly fabric: Pick<FabricPort, 'send' | 'awaitState'>;
  readonly height: LedgerHeight;
  /** Who asks and sends: the gateway itself, so that it can go on without the person. */
  readonly identity: SigningIdentity;
  /** How long the commit of a transaction that was just sent may take. */
  readonly commitMs: number;
  readonly now: () => number;
}

/** Resolves transactions of anyone under the gateway's own identity. */
export function newTransactionResolver({ fabric, height, identity, commitMs, now }: ResolverOptions): ResolveTransaction {
  const ask = async (txId: string, deadline: number): Promise<Resolution> => {
    const state = await fabric.awaitState(identity, txId, deadline);
    switch (state.state) {
      case 'committed':
        return { kind: 'committed' };
      case 'invalid':
        return { kind: 'invalid', failure: toCommitFailure(state.validationCode, txId) };
      case 'unknown':
        return { kind: 'unknown' };
    }
  };
  const glance = (txId: string): Promise<Resolution> => ask(txId, now() + GLANCE_MS);

  /** Why an envelope from before must not be sent again. */
  const findExpiry = async ({ txId, expiresAt, height: since }: StoredTransaction): Promise<FabricFailure | undefined> => {
    if (expiresAt <= now()) {
      return newExpiryFailure(txId, 'The certificate of the signer has ended');
    }
    const isOld = since !== null && (await height.known()) - since > MAX_AGE_BLOCKS;
    return isOld ? newExpiryFailure(txId, 'The peers may have given up its private values') : undefined;
  };

  const sendOnce = async ({ txId, envelope }: StoredTransaction, until: number): Promise<Resolution> => {
    const failure = await fabric.send(identity, envelope).then(() => undefined, toFailure);
    if (!failure || failure.code === 'COMMIT_UNKNOWN') {
      return ask(txId, until);
    }
    const state = await glance(txId);
    if (state.kind !== 'unknown') {
      return state;
    }
    return { kind: failure.retry === 'new-transaction' ? 'refused' : 'unknown', failure };
  };

  return async (transaction, deadline, wasSent) => {
    const known = wasSent ? await glance(transaction.txId) : undefined;
    if (known && known.kind !== 'unknown') {
      return known;
    }
    const expiry = await findExpiry(transaction);
    if (expiry) {
      return { kind: 'refused', failure: expiry };
    }
    for (let wait = RESEND_AFTER_MS; ; wait *= 2) {
      const resolution = await sendOnce(transaction, Math.min(deadline, now() + Math.min(wait, commitMs)));
      if (resolution.kind !== 'unknown' || resolution.failure || now() >= deadline) {
        return resolution;
      }
      await delay(PAUSE_MS);
    }
  };
}

function newExpiryFailure(txId: string, why: string): FabricFailure {
  return new FabricFailure('INTERNAL', { stage: 'submit', txId, retry: 'new-transaction', cause: new Error(why) });
}

function toFailure(error: unknown): FabricFailure {
  return error instanceof FabricFailure ? error : new FabricFailure('INTERNAL', { stage: 'submit', cause: error });
}
