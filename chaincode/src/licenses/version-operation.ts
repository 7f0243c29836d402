import {
  CodedError,
  formatLicenseIdentifier,
  isDayOver,
  STATUS_VALID,
  VERSION_OPERATIONS,
  type LicenseRecord,
  type LicenseTypeRecord,
  type RecordedRefusalCode,
  type VersionOperationName,
  type VersionOperationRequest,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { HolderKey } from '../configuration/holder-key';
import type { Effects } from '../ledger/effects';
import { licenseKey, versionKey } from '../ledger/keys';
import type { LicenseVersionRecord } from '../ledger/records';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { STATUS_LAPSED } from './codes';
import { assertEffectiveTime } from './effective-time';
import { assertNotErased } from './erased-holder';
import { giveToParties } from './give-to-parties';
import { findRefusal, newDone, newRefusedOperation } from './license-operation';
import { newStep } from './license-step';
import { loadType } from './license-type';
import { newVersionFields } from './new-license';
import { assertFitsType, type PersonalParts } from './personal-parts';

const LAST_VERSION = 999;

/** All that a new version of a license is asked with. Personal data. */
export interface VersionOrder extends PersonalParts {
  readonly name: VersionOperationName;
  readonly request: VersionOperationRequest;
}

/** What makes two requests for a new version the same. */
export function bodyOfVersion({ name, request, private: privatePart }: VersionOrder): Readonly<Record<string, unknown>> {
  return { transaction: `license:${name}`, request, private: privatePart };
}

/**
 * Decides an operation that makes a new version: done with its private values written, or refused on business grounds.
 * The type's current definition counts, whether licenses of it are still issued or not.
 *
 * @throws CodedError EFFECTIVE_TIME_INVALID, ISSUER_NOT_ENTITLED, HOLDER_KIND_NOT_ALLOWED, ATTRIBUTE_UNKNOWN,
 * ATTRIBUTE_MISSING, ATTRIBUTE_INVALID, VERSIONS_EXHAUSTED, HOLDER_ERASED, HOLDER_MISMATCH, HOLDER_KEY_MISMATCH,
 * HOLDER_KEY_UNAVAILABLE or INVALID_INPUT.
 */
export async function decideVersionOperation(
  stub: Stub,
  official: Official,
  version: LicenseVersionRecord,
  order: VersionOrder,
  key: HolderKey | undefined,
): Promise<Effects> {
  const { type: code, issuer, holderRef, lastEffectiveAt } = version.license;
  const { identifier, effectiveAt } = order.request;
  const type = await loadType(stub, code);
  assertEffectiveTime(stub, effectiveAt, lastEffectiveAt);
  assertFitsType(type.type, issuer, order);
  const refusal = findVersionRefusal(stub, version, order);
  if (refusal !== undefined) {
    return newRefusedOperation(stub, identifier, VERSION_OPERATIONS[order.name].operation, refusal);
  }
  assertVersionLeft(version);
  await assertNotErased(stub, holderRef);
  await giveToParties(stub, official, holderRef, order, key);
  return newVersion(stub, official, type, version, order);
}

/** Why a license cannot have a new version now, or undefined. */
function findVersionRefusal(
  stub: Stub,
  version: LicenseVersionRecord,
  { name, request }: VersionOrder,
): RecordedRefusalCode | undefined {
  const refusal = findRefusal(version, [STATUS_VALID]);
  if (refusal !== undefined) {
    return refusal;
  }
  if (isDayOver(version.license.validUntil, readTransactionTime(stub))) {
    return 'VALIDITY_ENDED';
  }
  return name === 'renew' && !isLater(request.validUntil, version.license.validUntil) ? 'VALIDITY_NOT_EXTENDED' : undefined;
}

/** @throws CodedError VERSIONS_EXHAUSTED. */
function assertVersionLeft({ license }: LicenseVersionRecord): void {
  if (license.version >= LAST_VERSION) {
    throw new CodedError('VERSIONS_EXHAUSTED');
  }
}

/** The next version of a license in place of the current one, which lapses. */
function newVersion(
  stub: Stub,
  official: Official,
  type: LicenseTypeRecord,
  version: LicenseVersionRecord,
  { name, request, ...parts }: VersionOrder,
): Effects {
  const { operation } = VERSION_OPERATIONS[name];
  const before = version.license;
  const after = newNextVersion(stub, type, before, request, parts);
  const lapsed: LicenseRecord = { ...before, status: STATUS_LAPSED, statusReason: request.reason, next: after.identifier };
  const { reason, decisionDigests } = request;
  const details = { operation, previous: before.identifier, reason, decisionDigests };
  return {
    creates: [
      [versionKey(stub, after), { schema: 'license-version/2', license: after, privateHandle: parts.private.handle }],
      newStep(stub, official, after, details),
    ],
    updates: [
      [licenseKey(stub, after), after],
      [versionKey(stub, before), { ...version, license: lapsed }],
    ],
    ...newDone(stub, after, details),
  };
}

function newNextVersion(
  stub: Stub,
  type: LicenseTypeRecord,
  before: LicenseRecord,
  { effectiveAt, validFrom, validUntil, fileDigests }: VersionOperationRequest,
  parts: PersonalParts,
): LicenseRecord {
  const version = before.version + 1;
  return {
    ...before,
    version,
    identifier: formatLicenseIdentifier({ ...before, version }),
    effectiveAt,
    validFrom,
    validUntil,
    fileDigests,
    previous: before.identifier,
    lastStep: before.lastStep + 1,
    ...newVersionFields(stub, type, parts, effectiveAt),
  };
}

/** Whether a validity ends later than another; one without an end ends last. */
function isLater(until: string | null, other: string | null): boolean {
  return other !== null && (until === null || until > other);
}
