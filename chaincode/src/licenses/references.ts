import type { LicenseRecord } from '@shengjing/core';
import { holderLicenseKey, issuerReferenceKey, statusReferenceKey } from '../ledger/keys';
import type { LicenseReferenceRecord } from '../ledger/records';
import type { StateWrite } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/** The entries by which a new license is found: by issuer, holder and status. */
export function newReferences(stub: Stub, license: LicenseRecord): StateWrite[] {
  const reference = toReference(license);
  return [
    [issuerReferenceKey(stub, license), reference],
    [holderLicenseKey(stub, license.holderRef, license), reference],
    [statusReferenceKey(stub, license.status, license), reference],
  ];
}

/** The entry by which a license is found under its status. */
export function newStatusReference(stub: Stub, license: LicenseRecord): StateWrite {
  return [statusReferenceKey(stub, license.status, license), toReference(license)];
}

function toReference({ type, issuer, serial }: LicenseRecord): LicenseReferenceRecord {
  return { schema: 'license-reference/1', type, issuer, serial };
}
