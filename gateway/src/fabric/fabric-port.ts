import type { SigningIdentity } from './signing-identity';

/** A call of one transaction of the chaincode. */
export interface TransactionCall {
  readonly identity: SigningIdentity;
  /** Contract and transaction, as in `license:issue`. */
  readonly transaction: string;
  /** The transaction's one argument; it travels as canonical JSON. */
  readonly argument: unknown;
  /** Values that must not reach a block. */
  readonly transient?: Readonly<Record<string, string>>;
  /** MSP ids of the organisations whose peers execute the call; nobody else sees its transient values. */
  readonly endorsers: readonly string[];
}

/** A transaction that was endorsed and signed, and that nobody has sent yet. */
export interface PreparedTransaction {
  readonly txId: string;
  /** The signed transaction. It may be sent any number of times, by any process, and takes effect once at most. */
  readonly envelope: Uint8Array;
  /** When the certificate of its signer ends, in milliseconds since 1970; then orderers refuse it. */
  readonly expiresAt: number;
}

/** What the ledger says of a transaction id. `unknown` proves nothing: it may still be committed. */
export type TransactionState =
  | { readonly state: 'committed'; readonly blockNumber: number }
  | { readonly state: 'invalid'; readonly blockNumber: number; readonly validationCode: string }
  | { readonly state: 'unknown' };

/**
 * Everything that the gateway asks of Fabric. Failures are `CodedError`s; those of a transaction that has
 * an id are {@link FabricFailure}s.
 */
export interface FabricPort {
  /** Executes a transaction on one peer and returns its result; nothing is ordered. */
  evaluate(call: TransactionCall): Promise<unknown>;

  /** Collects the endorsements of a call and throws them away: proof that a write would be endorsed. */
  endorse(call: TransactionCall): Promise<void>;

  /**
   * Endorses a call and signs the transaction; nothing is ordered.
   * @param deadline - Latest end, in milliseconds since 1970; the stage's own deadline holds too.
   */
  prepare(call: TransactionCall, deadline?: number): Promise<PreparedTransaction>;

  /**
   * Sends an envelope to the orderers, also one that was sent before. Returns when they have it.
   * @throws FabricFailure whose `retry` tells whether they may have it, or take it later.
   */
  send(identity: SigningIdentity, envelope: Uint8Array): Promise<void>;

  /** What the contract answered when it endorsed the envelope; it holds once the transaction is committed. */
  resultOf(envelope: Uint8Array): unknown;

  /** Asks the own organisation's peers for the state of a transaction. */
  transactionState(identity: SigningIdentity, txId: string): Promise<TransactionState>;

  /**
   * Waits until the state of a transaction that was sent is known. No failure on the way can mean that the
   * transaction did not happen, so there is none: silence until the deadline means `unknown`.
   * @param deadline - In milliseconds since 1970.
   */
  awaitState(identity: SigningIdentity, txId: string, deadline: number): Promise<TransactionState>;

  close(): void;
}
