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

/** What became of a transaction that was sent to the orderers. */
export type SubmitOutcome =
  | { readonly outcome: 'committed'; readonly txId: string; readonly blockNumber: number; readonly result: unknown }
  | { readonly outcome: 'unknown'; readonly txId: string };

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

  /** Endorses, orders and waits for the commit. A lost race is tried again with a new transaction. */
  submit(call: TransactionCall): Promise<SubmitOutcome>;

  /** Asks the own organisation's peers for the state of a transaction. */
  transactionState(identity: SigningIdentity, txId: string): Promise<TransactionState>;

  close(): void;
}
