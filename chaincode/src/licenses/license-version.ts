import { CodedError, parseLicenseIdentifier, type LicenseIdentifier, type LicenseKey } from '@shengjing/core';
import { licenseKey, versionKey } from '../ledger/keys';
import type { LicenseVersionRecord } from '../ledger/records';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/** One version of a license, or undefined when the ledger has none. */
export function findVersion(stub: Stub, identifier: LicenseIdentifier): Promise<LicenseVersionRecord | undefined> {
  return readState(stub, versionKey(stub, identifier), 'license-version/2');
}

/**
 * One version of a license.
 *
 * @param identifier - Text of the license identifier.
 * @throws CodedError INVALID_IDENTIFIER or LICENSE_NOT_FOUND.
 */
export async function loadVersion(stub: Stub, identifier: string): Promise<LicenseVersionRecord> {
  const version = await findVersion(stub, parseLicenseIdentifier(identifier));
  if (version === undefined) {
    throw new CodedError('LICENSE_NOT_FOUND');
  }
  return version;
}

/** Whether the ledger has a license, in any version. */
export async function hasLicense(stub: Stub, license: LicenseKey): Promise<boolean> {
  return (await readState(stub, licenseKey(stub, license), 'license/2')) !== undefined;
}

/** @throws CodedError LICENSE_EXISTS. */
export async function assertLicenseAbsent(stub: Stub, license: LicenseKey): Promise<void> {
  if (await hasLicense(stub, license)) {
    throw new CodedError('LICENSE_EXISTS');
  }
}
