import { CodedError, type RecordedRefusalCode } from '@shengjing/core';

/** A refusal on business grounds that the contract wrote to the ledger. */
export class RecordedRefusal extends CodedError {
  /** The transaction that recorded it. */
  readonly txId: string;

  constructor(code: RecordedRefusalCode, txId: string) {
    super(code);
    this.txId = txId;
  }
}
