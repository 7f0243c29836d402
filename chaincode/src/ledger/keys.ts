import { formatLicenseVersion, type LicenseIdentifier, type LicenseKey } from '@shengjing/core';
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

/** The parts of a key that name a license through all its versions. */
export function licenseParts({ type, issuer, serial }: LicenseKey): string[] {
  return [type, issuer, serial];
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
