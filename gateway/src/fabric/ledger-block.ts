/** What a transaction wrote to one key of the public state. */
export interface StateWrite {
  readonly key: string;
  /** The value as text, or null when the key was deleted. */
  readonly value: string | null;
}

/** A valid transaction of the chaincode. */
export interface LedgerTransaction {
  /** Place in its block, from 0; invalid and foreign transactions count too. */
  readonly index: number;
  readonly txId: string;
  /** Organisation of the person who signed it. */
  readonly mspId: string;
  /** Transaction time, an instant as in `2026-01-01T00:00:00.000Z`. */
  readonly time: string;
  readonly writes: readonly StateWrite[];
  /** The one event that a transaction can emit. */
  readonly event?: { readonly name: string; readonly payload: string };
}

/** A block of the channel, as far as it concerns the chaincode. */
export interface LedgerBlock {
  readonly number: number;
  /** Hash of its header by which the next block refers to it, lowercase hexadecimal. */
  readonly hash: string;
  /** Hash of the block before; empty for block 0. */
  readonly previousHash: string;
  readonly transactions: readonly LedgerTransaction[];
}
