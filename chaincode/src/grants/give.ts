import {
  CodedError,
  type GiveGrantRequest,
  type GrantRecord,
  type LicenseRecord,
  type RecordedRefusalCode,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import { findOrganisationOfDepartment, type Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { grantKey } from '../ledger/keys';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { aboutGrant } from './grant';
import { isCurrentInForce } from '../licenses/standing';

/** The department that a grant is for, and its organisation. */
export type Grantee = Pick<GrantRecord, 'grantee' | 'granteeMspId'>;

/**
 * Asserts that the grant has not ended before it begins, and tells whose department it is for.
 *
 * @throws CodedError INVALID_INPUT or GRANTEE_UNKNOWN.
 */
export function assertTerms(stub: Stub, { until, grantee }: GiveGrantRequest): Grantee {
  if (until <= readTransactionTime(stub)) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'until', issue: 'in-the-past' }] });
  }
  const organisation = findOrganisationOfDepartment(grantee);
  if (organisation === undefined) {
    throw new CodedError('GRANTEE_UNKNOWN');
  }
  return { grantee, granteeMspId: organisation.mspId };
}

/** Why no grant can be given for this version of the license, or undefined when one can. */
export function findObstacle(license: LicenseRecord, at: string): RecordedRefusalCode | undefined {
  if (license.next !== null) {
    return 'VERSION_NOT_CURRENT';
  }
  return isCurrentInForce(license, at) ? undefined : 'LICENSE_NOT_IN_FORCE';
}

/** A new grant, known by the transaction that gives it. */
export function newGrant(
  stub: Stub,
  official: Official,
  license: LicenseRecord,
  grantee: Grantee,
  { identifier, purpose, item, until, uses, consentDigests }: GiveGrantRequest,
): Effects {
  const txId = stub.getTxID();
  const grant: GrantRecord = {
    schema: 'grant/1',
    grantId: txId,
    identifier,
    ...grantee,
    purpose,
    item,
    until,
    uses,
    consentDigests,
    ...toActor(official),
    recordedAt: readTransactionTime(stub),
    txId,
  };
  return {
    creates: [[grantKey(stub, license, txId), grant]],
    changes: [{ kind: 'grant-given', ...aboutGrant(license, grant) }],
    outcome: { schema: 'grant-result/1', outcome: 'given', grantId: txId, txId },
  };
}

/** A refusal to give or to withdraw: nothing but its record. */
export function newRefusedGrant(stub: Stub, { identifier, mspId }: LicenseRecord, code: RecordedRefusalCode): Effects {
  return {
    changes: [{ kind: 'grant-refused', identifier, licenseMspId: mspId, code }],
    outcome: { schema: 'grant-result/1', outcome: 'refused', code, txId: stub.getTxID() },
  };
}
