import { CodedError, MAX_SEALS, type AttachSealRequest, type Seal } from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import { OPERATION_OTHER } from './codes';
import { assertEffectiveTime } from './effective-time';
import { findRefusal, newOperation, newRefusedOperation } from './license-operation';

const SEALABLE = ['01', '02'] as const;

/**
 * Decides whether a seal is attached to a version of a license.
 *
 * @throws CodedError EFFECTIVE_TIME_INVALID or ATTACHMENTS_FULL.
 */
export function decideSeal(
  stub: Stub,
  official: Official,
  version: LicenseVersionRecord,
  { identifier, effectiveAt, mediaType, digests }: AttachSealRequest,
): Effects {
  const { seals, lastEffectiveAt } = version.license;
  assertEffectiveTime(stub, effectiveAt, lastEffectiveAt);
  const refusal = findRefusal(version, SEALABLE);
  if (refusal !== undefined) {
    return newRefusedOperation(stub, identifier, OPERATION_OTHER, refusal);
  }
  if (seals.length >= MAX_SEALS) {
    throw new CodedError('ATTACHMENTS_FULL', { most: MAX_SEALS });
  }
  const seal: Seal = { mediaType, digests, attachedAt: effectiveAt, txId: stub.getTxID() };
  const change = { seals: [...seals, seal], lastEffectiveAt: effectiveAt };
  return newOperation(stub, official, version, change, { operation: OPERATION_OTHER, reason: 'SEALED' });
}
