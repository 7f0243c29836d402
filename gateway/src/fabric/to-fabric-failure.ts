import { status } from '@grpc/grpc-js';
import { GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { type ErrorBody, type ErrorCode, parseErrorBody } from '@shengjing/core';

import { FabricFailure, type RetryDecision } from './fabric-failure';
import type { FabricStage } from './fabric-stage';

type CodeTable = Readonly<Record<number, ErrorCode>>;

/** What a gRPC status means at each stage; the stage's entry in {@link OTHERWISE} stands for the rest. */
const BY_STATUS: Readonly<Record<FabricStage, CodeTable>> = {
  connect: {},
  evaluate: {
    [status.DEADLINE_EXCEEDED]: 'DEADLINE_EXCEEDED',
    [status.RESOURCE_EXHAUSTED]: 'OVERLOADED',
    [status.INVALID_ARGUMENT]: 'INTERNAL',
  },
  endorse: { [status.RESOURCE_EXHAUSTED]: 'OVERLOADED', [status.INVALID_ARGUMENT]: 'INTERNAL' },
  submit: {
    [status.DEADLINE_EXCEEDED]: 'COMMIT_UNKNOWN',
    [status.ABORTED]: 'INTERNAL',
    [status.INVALID_ARGUMENT]: 'INTERNAL',
  },
  'commit-status': { [status.DEADLINE_EXCEEDED]: 'COMMIT_UNKNOWN', [status.PERMISSION_DENIED]: 'INTERNAL' },
};

const OTHERWISE: Readonly<Record<FabricStage, ErrorCode>> = {
  connect: 'PEER_UNAVAILABLE',
  evaluate: 'PEER_UNAVAILABLE',
  endorse: 'ENDORSEMENT_UNAVAILABLE',
  submit: 'ORDERER_UNAVAILABLE',
  'commit-status': 'PEER_UNAVAILABLE',
};

/** What the validation codes of invalid transactions mean; the rest is INTERNAL. */
const BY_VALIDATION_CODE: Readonly<Record<string, ErrorCode>> = {
  MVCC_READ_CONFLICT: 'WRITE_CONFLICT',
  PHANTOM_READ_CONFLICT: 'WRITE_CONFLICT',
  ENDORSEMENT_POLICY_FAILURE: 'ENDORSEMENT_POLICY_FAILURE',
};

/**
 * Failures after which something may be done. Endorsers that answer differently executed the call at different heights
 * of the ledger. An orderer that refuses an envelope (ABORTED) does so again; any other silence of theirs proves nothing.
 */
const RETRIES: Readonly<Partial<Record<FabricStage, Readonly<Record<number, RetryDecision>>>>> = {
  endorse: { [status.ABORTED]: 'new-transaction' },
  submit: { [status.ABORTED]: 'new-transaction', [status.INVALID_ARGUMENT]: 'new-transaction' },
};

/**
 * A lost race shows as a read conflict, or, when the winner in the same block gave the key a policy of its own,
 * as a failure of the endorsement policy. A new transaction finds out how things stand.
 */
const LOST_RACES: readonly ErrorCode[] = ['WRITE_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'];

/**
 * The one place where errors of the Fabric SDK become coded errors. What the contract said wins; else the
 * gRPC status decides. Nobody reads prose.
 */
export function toFabricFailure(stage: FabricStage, error: unknown): FabricFailure {
  if (error instanceof FabricFailure) {
    return error;
  }
  if (!(error instanceof GatewayError)) {
    return new FabricFailure('INTERNAL', { stage, cause: error });
  }
  const body = findContractError(error);
  const txId = stage === 'submit' ? toTransactionId(error) : undefined;
  if (body) {
    return new FabricFailure(body.code, { stage, txId, details: body.details, cause: error });
  }
  const retry = RETRIES[stage]?.[error.code] ?? (stage === 'submit' ? 'same-transaction' : 'never');
  return new FabricFailure(toCode(stage, error), { stage, txId, retry, cause: error });
}

/** The failure of a transaction that was ordered and then found invalid. */
export function toCommitFailure(validationCode: string, txId: string): FabricFailure {
  const code = BY_VALIDATION_CODE[validationCode] ?? 'INTERNAL';
  const retry = LOST_RACES.includes(code) ? 'new-transaction' : 'never';
  return new FabricFailure(code, { stage: 'commit-status', txId, retry, details: { validationCode } });
}

/** The name of a validation code, as in `MVCC_READ_CONFLICT`. */
export function toValidationCodeName(validationCode: number): string {
  const entry = Object.entries(StatusCode).find(([, value]) => value === validationCode);
  return entry?.[0] ?? `CODE_${String(validationCode)}`;
}

function toCode(stage: FabricStage, { code }: GatewayError): ErrorCode {
  return BY_STATUS[stage][code] ?? OTHERWISE[stage];
}

function findContractError({ details, cause }: GatewayError): ErrorBody | undefined {
  const texts = [...details.map(({ message }) => message), cause.details];
  return texts.map(parseErrorBody).find((body) => body !== undefined);
}

/** Only an id that was sent to the orderers is worth telling: one that was not endorsed never happened. */
function toTransactionId(error: GatewayError): string | undefined {
  const { transactionId } = error as { transactionId?: unknown };
  return typeof transactionId === 'string' ? transactionId : undefined;
}
