import {
  commitAttributes,
  formatLicenseIdentifier,
  STATUS_VALID,
  type LicenseIdentifier,
  type LicenseRecord,
  type LicenseTypeRecord,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { licenseKey, versionKey } from '../ledger/keys';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import type { LicenseOrder } from './license-order';
import { newStep, type StepDetails } from './license-step';
import type { PersonalParts } from './personal-parts';
import { newReferences } from './references';

const FIRST_VERSION = 1;
const FIRST_STEP = 1;

/** Where a license comes from, when it is not simply issued. */
export type LicenseOrigin = Partial<Pick<LicenseRecord, 'provenance' | 'importedFrom' | 'previous'>>;

/** The first version of a license. */
export function newLicense(
  stub: Stub,
  official: Official,
  type: LicenseTypeRecord,
  order: LicenseOrder,
  origin: LicenseOrigin = {},
): LicenseRecord {
  const { type: code, issuer, serial, holderRef, validFrom, validUntil, effectiveAt, fileDigests } = order.request;
  const key: LicenseIdentifier = { type: code, issuer, serial, version: FIRST_VERSION };
  return {
    schema: 'license/2',
    ...key,
    identifier: formatLicenseIdentifier(key),
    mspId: official.mspId,
    division: official.division,
    holderRef,
    validFrom,
    validUntil,
    effectiveAt,
    fileDigests,
    provenance: 'issued',
    previous: null,
    importedFrom: null,
    lastStep: FIRST_STEP,
    ...newVersionFields(stub, type, order, effectiveAt),
    ...origin,
  };
}

/** What every version begins with, the first and each later one. */
export function newVersionFields(stub: Stub, type: LicenseTypeRecord, { private: { holder, attributes } }: PersonalParts, effectiveAt: string) {
  return {
    typeVersion: type.version,
    holderKind: holder.kind,
    status: STATUS_VALID,
    recordedAt: readTransactionTime(stub),
    attributeRoots: commitAttributes(attributes),
    attributeCount: attributes.length,
    txId: stub.getTxID(),
    next: null,
    lastEffectiveAt: effectiveAt,
    statusReason: null,
    transferTo: null,
    seals: [],
  } satisfies Partial<LicenseRecord>;
}

/** The records of a license that begins, and the entries by which it is found. */
export function newBeginning(
  stub: Stub,
  official: Official,
  license: LicenseRecord,
  privateHandle: string,
  details: StepDetails,
): Required<Pick<Effects, 'creates' | 'references'>> {
  return {
    creates: [
      [licenseKey(stub, license), license],
      [versionKey(stub, license), { schema: 'license-version/2', license, privateHandle }],
      newStep(stub, official, license, details),
    ],
    references: newReferences(stub, license),
  };
}
