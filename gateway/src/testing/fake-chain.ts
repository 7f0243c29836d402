import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { CodedError, toCanonicalJson } from '@shengjing/core';

import {
  FabricFailure,
  type FabricPort,
  type PreparedTransaction,
  type SigningIdentity,
  type TransactionCall,
  type TransactionState,
} from '../fabric';

/** The moments of a write at which a test may step in. */
export type Moment = 'endorsing' | 'endorsed' | 'sending' | 'sent' | 'known';

interface Envelope {
  readonly txId: string;
  readonly requestId: string;
  readonly body: string;
  readonly result: object;
  readonly isRepeat: boolean;
}

/** What the contract keeps of a request. */
interface RequestRecord {
  readonly body: string;
  readonly result: object;
}

/**
 * A ledger in memory with a contract that registers types and keeps a record of each request, as the real one does:
 * the same request again answers the first outcome, another body is refused, and of two at once one is invalid.
 */
export class FakeChain {
  /** Ids of the requests that took effect. */
  readonly effects: string[] = [];
  /** How often a transaction was sent, by its id. */
  readonly sends = new Map<string, number>();
  /** Number of blocks. */
  height = 10;
  readonly #records = new Map<string, RequestRecord>();
  readonly #states = new Map<string, TransactionState>();

  /** The chain as one process sees it. */
  connect(): FakeChainPort {
    return new FakeChainPort(this);
  }

  endorse(txId: string, argument: unknown): Envelope {
    const { requestId } = argument as { requestId: string };
    const body = toCanonicalJson(argument);
    const record = this.#records.get(requestId);
    if (record && record.body !== body) {
      throw new FabricFailure('REQUEST_REUSED', { stage: 'endorse' });
    }
    const result = record?.result ?? { schema: 'license-type-result/1', code: '11210102000000019C001', version: 1, txId };
    return { txId, requestId, body, result, isRepeat: record !== undefined };
  }

  /** Orders a transaction; its block is there at once. */
  order({ txId, requestId, body, result, isRepeat }: Envelope): void {
    this.sends.set(txId, (this.sends.get(txId) ?? 0) + 1);
    if (this.#states.has(txId)) {
      return;
    }
    if (!isRepeat && this.#records.has(requestId)) {
      this.invalidate(txId, 'MVCC_READ_CONFLICT');
      return;
    }
    this.#states.set(txId, { state: 'committed', blockNumber: 1 });
    if (!isRepeat) {
      this.#records.set(requestId, { body, result });
      this.effects.push(requestId);
    }
  }

  invalidate(txId: string, validationCode: string): void {
    this.#states.set(txId, { state: 'invalid', blockNumber: 1, validationCode });
  }

  stateOf(txId: string): TransactionState {
    return this.#states.get(txId) ?? { state: 'unknown' };
  }
}

/** One process's way to a {@link FakeChain}. */
export class FakeChainPort implements FabricPort {
  /** Steps in at a moment, by throwing or by never coming back. */
  at: (moment: Moment, txId: string) => Promise<void> | void = () => undefined;
  /** Whether the peers have fallen behind and know no transaction. */
  isBehind = false;
  /** When the certificates of signers end. */
  expiresAt = Number.MAX_SAFE_INTEGER;
  readonly #chain: FakeChain;

  constructor(chain: FakeChain) {
    this.#chain = chain;
  }

  async prepare({ argument }: TransactionCall): Promise<PreparedTransaction> {
    const txId = randomBytes(32).toString('hex');
    await this.at('endorsing', txId);
    const envelope = Buffer.from(JSON.stringify(this.#chain.endorse(txId, argument)));
    await this.at('endorsed', txId);
    return { txId, envelope, expiresAt: this.expiresAt };
  }

  async send(_identity: SigningIdentity, bytes: Uint8Array): Promise<void> {
    const envelope = toEnvelope(bytes);
    await this.at('sending', envelope.txId);
    this.#chain.order(envelope);
    await this.at('sent', envelope.txId);
  }

  async awaitState(_identity: SigningIdentity, txId: string, deadline: number): Promise<TransactionState> {
    if (this.isBehind || this.#chain.stateOf(txId).state === 'unknown') {
      await delay(Math.max(Math.min(deadline - Date.now(), 50), 0));
    }
    const state: TransactionState = this.isBehind ? { state: 'unknown' } : this.#chain.stateOf(txId);
    if (state.state !== 'unknown') {
      await this.at('known', txId);
    }
    return state;
  }

  transactionState(_identity: SigningIdentity, txId: string): Promise<TransactionState> {
    return Promise.resolve(this.#chain.stateOf(txId));
  }

  resultOf(envelope: Uint8Array): unknown {
    return toEnvelope(envelope).result;
  }

  evaluate(): Promise<unknown> {
    return Promise.reject(new CodedError('NOT_FOUND'));
  }

  endorse(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    // There is nothing to close.
  }
}

function toEnvelope(bytes: Uint8Array): Envelope {
  return JSON.parse(Buffer.from(bytes).toString()) as Envelope;
}
