import {
  commitAttributes,
  formatLicenseIdentifier,
  OPERATION_ISSUE,
  STATUS_VALID,
  type LicenseIdentifier,
  type LicenseRecord,
  type LicenseTypeRecord,
  type RecordedRefusalCode,
  type TraceStep,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { licenseKey, stepKey, versionKey } from '../ledger/keys';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import type { IssueOrder } from './issue-order';
import { newReferences } from './references';

const FIRST_VERSION = 1;
const FIRST_STEP = 1;

/** The first version of a license and the first step of its life. */
export function newIssue(stub: Stub, official: Official, type: LicenseTypeRecord, order: IssueOrder): Effects {
  const license = newLicense(stub, official, type, order);
  const { type: code, issuer, serial, version, identifier, txId } = license;
  const privateHandle = order.private.handle;
  return {
    creates: [
      [licenseKey(stub, license), license],
      [versionKey(stub, license), { schema: 'license-version/2', license, privateHandle }],
      [stepKey(stub, license, FIRST_STEP), newStep(official, license)],
    ],
    references: newReferences(stub, license),
    changes: [{ kind: 'license-issued', identifier, type: code, issuer, serial, version }],
    outcome: { schema: 'issue-result/1', outcome: 'issued', identifier, txId },
  };
}

/** A refusal on business grounds: nothing but its record. */
export function newRefusedIssue(stub: Stub, { request }: IssueOrder, code: RecordedRefusalCode): Effects {
  const { type, issuer, serial } = request;
  return {
    changes: [{ kind: 'license-issue-refused', type, issuer, serial, code }],
    outcome: { schema: 'issue-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}

function newLicense(stub: Stub, official: Official, type: LicenseTypeRecord, order: IssueOrder): LicenseRecord {
  const { request, private: privatePart } = order;
  const key: LicenseIdentifier = { ...pickKey(order), version: FIRST_VERSION };
  return {
    schema: 'license/2',
    ...key,
    identifier: formatLicenseIdentifier(key),
    typeVersion: type.version,
    mspId: official.mspId,
    division: official.division,
    holderRef: request.holderRef,
    holderKind: privatePart.holder.kind,
    status: STATUS_VALID,
    validFrom: request.validFrom,
    validUntil: request.validUntil,
    effectiveAt: request.effectiveAt,
    recordedAt: readTransactionTime(stub),
    provenance: 'issued',
    fileDigests: request.fileDigests,
    attributeRoots: commitAttributes(privatePart.attributes),
    attributeCount: privatePart.attributes.length,
    txId: stub.getTxID(),
    previous: null,
    next: null,
    lastStep: FIRST_STEP,
    lastEffectiveAt: request.effectiveAt,
    statusReason: null,
    transferTo: null,
    seals: [],
    importedFrom: null,
  };
}

function newStep({ role, department }: Official, license: LicenseRecord): TraceStep {
  const { identifier, status, effectiveAt, recordedAt, mspId, division, txId } = license;
  return {
    schema: 'license-step/2',
    step: FIRST_STEP,
    identifier,
    operation: OPERATION_ISSUE,
    status,
    effectiveAt,
    recordedAt,
    mspId,
    division,
    department,
    role,
    txId,
    previous: null,
    reason: null,
    decisionDigests: [],
    transferTo: null,
  };
}

function pickKey({ request }: IssueOrder): Omit<LicenseIdentifier, 'version'> {
  const { type, issuer, serial } = request;
  return { type, issuer, serial };
}
