import { formatLicenseVersion, type LicenseIdentifier, type LicenseKey, type LicenseStatus } from '@shengjing/core';
import type { Stub } from './stub';

/** Kinds of composite keys. */
export const KEY_KINDS = {
  type: 'type',
  typeVersion: 'type-version',
  license: 'license',
  version: 'version',
  step: 'step',
  request: 'request',
  holder: 'holder',
  byIssuer: 'license-by-issuer',
  byHolder: 'license-by-holder',
  byStatus: 'license-by-status',
  transfer: 'transfer',
  succession: 'succession',
  grant: 'grant',
  grantWithdrawal: 'grant-withdrawal',
  grantSlot: 'grant-slot',
  use: 'use',
  presentation: 'presentation',
  redemption: 'redemption',
  erasure: 'erasure',
  purge: 'purge',
} as const;

/** Key of the current definition of a license type. */
export function typeKey(stub: Stub, code: string): string {
  return stub.createCompositeKey(KEY_KINDS.type, [code]);
}

/** Key of one definition of a license type. */
export function typeVersionKey(stub: Stub, code: string, version: number): string {
  return stub.createCompositeKey(KEY_KINDS.typeVersion, [code, pad(version, 4)]);
}

/** Key of the current version of a license. */
export function licenseKey(stub: Stub, license: LicenseKey): string {
  return stub.createCompositeKey(KEY_KINDS.license, licenseParts(license));
}

/** Key of one version of a license. */
export function versionKey(stub: Stub, license: LicenseIdentifier): string {
  return stub.createCompositeKey(KEY_KINDS.version, [...licenseParts(license), formatLicenseVersion(license.version)]);
}

/** Key of one step in the life of a license, from 1. */
export function stepKey(stub: Stub, license: LicenseKey, step: number): string {
  return stub.createCompositeKey(KEY_KINDS.step, [...licenseParts(license), pad(step, 6)]);
}

/** Key of what became of a request; `callerHash` is the SHA-256 of the caller's id in hexadecimal. */
export function requestKey(stub: Stub, mspId: string, callerHash: string, requestId: string): string {
  return stub.createCompositeKey(KEY_KINDS.request, [mspId, callerHash, requestId]);
}

/** Key that marks a holder reference as taken. */
export function holderReferenceKey(stub: Stub, holderRef: string): string {
  return stub.createCompositeKey(KEY_KINDS.holder, [holderRef]);
}

/** Key of the entry that finds a license by its issuer. */
export function issuerReferenceKey(stub: Stub, { type, issuer, serial }: LicenseKey): string {
  return stub.createCompositeKey(KEY_KINDS.byIssuer, [issuer, type, serial]);
}

/** Key of the entry that finds a license by its holder. */
export function holderLicenseKey(stub: Stub, holderRef: string, license: LicenseKey): string {
  return stub.createCompositeKey(KEY_KINDS.byHolder, [holderRef, ...licenseParts(license)]);
}

/** Key of the entry that finds a license by the status of its current version. */
export function statusReferenceKey(stub: Stub, status: LicenseStatus, license: LicenseKey): string {
  return stub.createCompositeKey(KEY_KINDS.byStatus, [status, ...licenseParts(license)]);
}

/** Key that tells who has taken a license over that was transferred out. */
export function transferKey(stub: Stub, license: LicenseKey): string {
  return stub.createCompositeKey(KEY_KINDS.transfer, licenseParts(license));
}

/** Key of one district's agreement that the city acts for a district that is gone. */
export function successionKey(stub: Stub, district: string, agreeing: string): string {
  return stub.createCompositeKey(KEY_KINDS.succession, [district, agreeing]);
}

/** Key of a grant. */
export function grantKey(stub: Stub, license: LicenseKey, grantId: string): string {
  return stub.createCompositeKey(KEY_KINDS.grant, [...licenseParts(license), grantId]);
}

/** Key of the withdrawal of a grant. */
export function grantWithdrawalKey(stub: Stub, grantId: string): string {
  return stub.createCompositeKey(KEY_KINDS.grantWithdrawal, [grantId]);
}

/** Key of one use of a limited grant, from 1. */
export function grantSlotKey(stub: Stub, grantId: string, slot: number): string {
  return stub.createCompositeKey(KEY_KINDS.grantSlot, [grantId, pad(slot, 3)]);
}

/** Key of a use, in the order of recorded times. */
export function useKey(stub: Stub, license: LicenseKey, recordedAt: string, txId: string): string {
  return stub.createCompositeKey(KEY_KINDS.use, [...licenseParts(license), recordedAt, txId]);
}

/** Key of a presentation. */
export function presentationKey(stub: Stub, codeHash: string): string {
  return stub.createCompositeKey(KEY_KINDS.presentation, [codeHash]);
}

/** Key of the redemption of a presentation. */
export function redemptionKey(stub: Stub, codeHash: string): string {
  return stub.createCompositeKey(KEY_KINDS.redemption, [codeHash]);
}

/** Key of the erasure of a holder. */
export function erasureKey(stub: Stub, holderRef: string): string {
  return stub.createCompositeKey(KEY_KINDS.erasure, [holderRef]);
}

/** Key of one purge by an organisation. */
export function purgeKey(stub: Stub, holderRef: string, mspId: string, txId: string): string {
  return stub.createCompositeKey(KEY_KINDS.purge, [holderRef, mspId, txId]);
}

/** The parts of a key that name a license through all its versions. */
export function licenseParts({ type, issuer, serial }: LicenseKey): string[] {
  return [type, issuer, serial];
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
