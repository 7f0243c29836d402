import {
  CodedError,
  findOrganisationByDivision,
  isDayOver,
  STATUS_OPERATIONS,
  type RecordedRefusalCode,
  type StatusOperation,
  type StatusOperationName,
  type StatusOperationRequest,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import { assertEffectiveTime } from './effective-time';
import { findRefusal, newOperation, newRefusedOperation } from './license-operation';
import { findSuccessor } from './transfer';

/**
 * Decides an operation that only changes the status of a license: done, or refused on business grounds.
 *
 * @throws CodedError INVALID_INPUT or EFFECTIVE_TIME_INVALID.
 */
export async function decideStatusOperation(
  stub: Stub,
  official: Official,
  name: StatusOperationName,
  version: LicenseVersionRecord,
  request: StatusOperationRequest,
): Promise<Effects> {
  const { operation, to }: StatusOperation = STATUS_OPERATIONS[name];
  const { identifier, effectiveAt, reason, decisionDigests, transferTo = null } = request;
  assertTakesOver(version, transferTo);
  assertEffectiveTime(stub, effectiveAt, version.license.lastEffectiveAt);
  const refusal = await findStatusRefusal(stub, name, version, effectiveAt);
  if (refusal !== undefined) {
    return newRefusedOperation(stub, identifier, operation, refusal);
  }
  const change = { status: to, statusReason: reason, lastEffectiveAt: effectiveAt, transferTo };
  return newOperation(stub, official, version, change, { operation, reason, decisionDigests, transferTo });
}

async function findStatusRefusal(
  stub: Stub,
  name: StatusOperationName,
  version: LicenseVersionRecord,
  effectiveAt: string,
): Promise<RecordedRefusalCode | undefined> {
  const refusal = findRefusal(version, STATUS_OPERATIONS[name].from);
  if (refusal !== undefined) {
    return refusal;
  }
  if (name === 'expire' && !isDayOver(version.license.validUntil, effectiveAt)) {
    return 'VALIDITY_NOT_ENDED';
  }
  return name === 'cancelTransfer' && (await findSuccessor(stub, version.license)) !== undefined ? 'TRANSFER_TAKEN' : undefined;
}

/** A license is transferred to another organisation of the city, whether it has joined the network yet or not. */
function assertTakesOver({ license: { division } }: LicenseVersionRecord, transferTo: string | null): void {
  const isOther = transferTo !== division && findOrganisationByDivision(transferTo ?? '') !== undefined;
  if (transferTo !== null && !isOther) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'transferTo', issue: 'no-other-organisation' }] });
  }
}
