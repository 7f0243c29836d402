import { OPERATION_ISSUE, type LicenseTypeRecord, type RecordedRefusalCode } from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { HolderKey } from '../configuration/holder-key';
import type { Effects } from '../ledger/effects';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { assertEffectiveTime } from './effective-time';
import { giveToParties } from './give-to-parties';
import { assertSerialImpersonal, isInForce, type LicenseOrder } from './license-order';
import { loadType } from './license-type';
import { assertLicenseAbsent } from './license-version';
import { newBeginning, newLicense } from './new-license';
import { assertFitsType } from './personal-parts';

/**
 * Decides an issue: done with its private values written, or refused on business grounds.
 *
 * @throws CodedError TYPE_NOT_FOUND, EFFECTIVE_TIME_INVALID, ISSUER_NOT_ENTITLED, HOLDER_KIND_NOT_ALLOWED,
 * ATTRIBUTE_UNKNOWN, ATTRIBUTE_MISSING, ATTRIBUTE_INVALID, LICENSE_EXISTS, HOLDER_MISMATCH, HOLDER_KEY_MISMATCH,
 * HOLDER_KEY_UNAVAILABLE or INVALID_INPUT.
 */
export async function decideIssue(
  stub: Stub,
  official: Official,
  order: LicenseOrder,
  key: HolderKey | undefined,
): Promise<Effects> {
  const { request } = order;
  const type = await loadType(stub, request.type);
  assertEffectiveTime(stub, request.effectiveAt);
  assertSerialImpersonal(order);
  assertFitsType(type.type, request.issuer, order);
  if (!isInForce(type.type, request.effectiveAt, readTransactionTime(stub))) {
    return newRefusedIssue(stub, order, 'TYPE_NOT_IN_FORCE');
  }
  await assertLicenseAbsent(stub, request);
  await giveToParties(stub, official, request.holderRef, order, key);
  return newIssue(stub, official, type, order);
}

function newIssue(stub: Stub, official: Official, type: LicenseTypeRecord, order: LicenseOrder): Effects {
  const license = newLicense(stub, official, type, order);
  const { type: code, issuer, serial, version, identifier, txId } = license;
  return {
    ...newBeginning(stub, official, license, order.private.handle, { operation: OPERATION_ISSUE }),
    changes: [{ kind: 'license-issued', identifier, type: code, issuer, serial, version }],
    outcome: { schema: 'issue-result/1', outcome: 'issued', identifier, txId },
  };
}

/** A refusal on business grounds: nothing but its record. */
function newRefusedIssue(stub: Stub, { request }: LicenseOrder, code: RecordedRefusalCode): Effects {
  const { type, issuer, serial } = request;
  return {
    changes: [{ kind: 'license-issue-refused', type, issuer, serial, code }],
    outcome: { schema: 'issue-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}
