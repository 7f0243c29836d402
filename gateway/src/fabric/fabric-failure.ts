import { CodedError, type ErrorCode, type JsonObject } from '@shengjing/core';

import type { FabricStage } from './fabric-stage';

/**
 * What may be done after a failure: send the same envelope again, because the orderers may have it or may take it later;
 * make a new transaction, which may fare better; nothing.
 */
export type RetryDecision = 'same-transaction' | 'new-transaction' | 'never';

/** What is known of a failure beside its code. */
export interface FabricFailureContext {
  readonly stage: FabricStage;
  /** The transaction that failed, when there is one. */
  readonly txId?: string | undefined;
  /** `never` unless told. */
  readonly retry?: RetryDecision | undefined;
  readonly details?: JsonObject | undefined;
  readonly cause?: unknown;
}

/** A failure of Fabric or of the contract, with the stage at which it came to light. */
export class FabricFailure extends CodedError {
  readonly stage: FabricStage;
  readonly txId: string | undefined;
  readonly retry: RetryDecision;

  constructor(code: ErrorCode, { stage, txId, retry = 'never', details, cause }: FabricFailureContext) {
    super(code, details, { cause });
    this.stage = stage;
    this.txId = txId;
    this.retry = retry;
  }
}
