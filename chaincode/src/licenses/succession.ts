import {
  CITY,
  CodedError,
  DISTRICTS,
  SUCCESSION_AGREEMENTS,
  type AgreeSuccessionRequest,
  type GetSuccessionResult,
  type SuccessionRecord,
} from '@shengjing/core';
import { toActor } from '../access/actor';
import { findOrganisationOfDepartment, type Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { KEY_KINDS, successionKey } from '../ledger/keys';
import { readRange } from '../ledger/page';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';

/** @throws CodedError INVALID_INPUT. */
export function assertDistrict(mspId: string): void {
  if (!DISTRICTS.some((district) => district.mspId === mspId)) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'district', issue: 'no-such-district' }] });
  }
}

/** Who has agreed that the city acts for a district, by their MSP. */
export async function loadSuccession(stub: Stub, district: string): Promise<GetSuccessionResult> {
  const agreements = await readRange(stub, { kind: KEY_KINDS.succession, parts: [district] }, 'succession/1');
  const effective = agreements.length >= SUCCESSION_AGREEMENTS;
  return { schema: 'succession-state/1', district, agreements, effective };
}

/**
 * Asserts that the official may act on licenses of a department: for the own organisation always, and for a district
 * that is gone once the other districts have agreed.
 *
 * @param issuer - USCC of the department.
 * @throws CodedError SUCCESSION_NOT_AGREED.
 */
export async function assertSuccession(stub: Stub, { mspId }: Official, issuer: string): Promise<void> {
  const district = findOrganisationOfDepartment(issuer)?.mspId ?? CITY.mspId;
  if (district !== mspId && !(await loadSuccession(stub, district)).effective) {
    throw new CodedError('SUCCESSION_NOT_AGREED', { needed: SUCCESSION_AGREEMENTS });
  }
}

/** A district's agreement that the city acts for another; a second one changes nothing. */
export async function newAgreement(stub: Stub, official: Official, { district }: AgreeSuccessionRequest): Promise<Effects> {
  const key = successionKey(stub, district, official.mspId);
  const earlier = await readState(stub, key, 'succession/1');
  const record = earlier ?? newSuccessionRecord(stub, official, district);
  return {
    ...(earlier === undefined && { creates: [[key, record]] }),
    changes: earlier === undefined ? [{ kind: 'succession-agreed', district, mspId: official.mspId }] : [],
    outcome: { schema: 'succession-result/1', district, txId: record.txId },
  };
}

function newSuccessionRecord(stub: Stub, official: Official, district: string): SuccessionRecord {
  const recordedAt = readTransactionTime(stub);
  return { schema: 'succession/1', district, ...toActor(official), recordedAt, txId: stub.getTxID() };
}
