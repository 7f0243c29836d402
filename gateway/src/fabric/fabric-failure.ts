import { CodedError, type ErrorCode, type JsonObject } from '@shengjing/core';

import type { FabricStage } from './fabric-stage';

/** What is known of a failure beside its code. */
export interface FabricFailureContext {
  readonly stage: FabricStage;
  /** The transaction that failed, when there is one. */
  readonly txId?: string | undefined;
  readonly details?: JsonObject | undefined;
  readonly cause?: unknown;
}

/** A failure of Fabric or of the contract, with the stage at which it came to light. */
export class FabricFailure extends CodedError {
  readonly stage: FabricStage;
  readonly txId: string | undefined;

  constructor(code: ErrorCode, { stage, txId, details, cause }: FabricFailureContext) {
    super(code, details, { cause });
    this.stage = stage;
    this.txId = txId;
  }
}
