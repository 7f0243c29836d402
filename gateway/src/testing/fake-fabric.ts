import { setTimeout as delay } from 'node:timers/promises';

import type { FabricPort, PreparedTransaction, SigningIdentity, TransactionCall, TransactionState } from '../fabric';

/** What becomes of a transaction that is endorsed and sent. */
export type SubmitOutcome =
  | { readonly outcome: 'committed'; readonly txId: string; readonly blockNumber: number; readonly result: unknown }
  | { readonly outcome: 'unknown'; readonly txId: string };

type Answer<T> = (call: TransactionCall) => T | Promise<T>;

/** A Fabric that answers as told and remembers what it was asked. */
export class FakeFabric implements FabricPort {
  readonly calls: TransactionCall[] = [];
  /** The envelopes that were sent, as often as they were. */
  readonly sent: string[] = [];
  closed = false;
  onEvaluate: Answer<unknown> = () => {
    throw new Error('no answer was given');
  };
  onEndorse: Answer<void> = () => undefined;
  /** What becomes of a call; what it throws is thrown at endorsement. */
  onSubmit: Answer<SubmitOutcome> = () => {
    throw new Error('no answer was given');
  };
  state: TransactionState = { state: 'unknown' };
  readonly #states = new Map<string, TransactionState>();

  evaluate(call: TransactionCall): Promise<unknown> {
    return this.#answer(call, this.onEvaluate);
  }

  endorse(call: TransactionCall): Promise<void> {
    return this.#answer(call, this.onEndorse);
  }

  async prepare(call: TransactionCall): Promise<PreparedTransaction> {
    const outcome = await this.#answer(call, this.onSubmit);
    const isCommitted = outcome.outcome === 'committed';
    const state = isCommitted ? { state: 'committed', blockNumber: outcome.blockNumber } : { state: 'unknown' };
    this.#states.set(outcome.txId, state as TransactionState);
    const envelope = Buffer.from(JSON.stringify(isCommitted ? outcome.result : null));
    return { txId: outcome.txId, envelope, expiresAt: Number.MAX_SAFE_INTEGER };
  }

  send(_identity: SigningIdentity, envelope: Uint8Array): Promise<void> {
    this.sent.push(Buffer.from(envelope).toString());
    return Promise.resolve();
  }

  resultOf(envelope: Uint8Array): unknown {
    return JSON.parse(Buffer.from(envelope).toString());
  }

  transactionState(): Promise<TransactionState> {
    return Promise.resolve(this.state);
  }

  async awaitState(_identity: SigningIdentity, txId: string, deadline: number): Promise<TransactionState> {
    const state = this.#states.get(txId) ?? { state: 'unknown' };
    if (state.state === 'unknown') {
      await delay(Math.max(deadline - Date.now(), 0), undefined, { ref: false });
    }
    return state;
  }

  close(): void {
    this.closed = true;
  }

  async #answer<T>(call: TransactionCall, answer: Answer<T>): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    return answer(call);
  }
}
