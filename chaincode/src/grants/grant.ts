import {
  CodedError,
  parseLicenseIdentifier,
  type Change,
  type GrantRecord,
  type GrantWithdrawal,
  type LicenseRecord,
} from '@shengjing/core';
import { grantKey, grantWithdrawalKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';

/** How events name a grant. */
export type AboutGrant = Omit<Extract<Change, { readonly kind: 'grant-given' }>, 'kind'>;

/** What names a grant: its id, and the version of the license that it is for. */
export interface GrantName {
  readonly identifier: string;
  readonly grantId: string;
}

/**
 * A grant.
 *
 * @throws CodedError GRANT_NOT_FOUND, also when it is for another version of the license.
 */
export async function loadGrant(stub: Stub, { identifier, grantId }: GrantName): Promise<GrantRecord> {
  const key = grantKey(stub, parseLicenseIdentifier(identifier), grantId);
  const grant = await readState(stub, key, 'grant/1');
  if (grant?.identifier !== identifier) {
    throw new CodedError('GRANT_NOT_FOUND');
  }
  return grant;
}

/** The withdrawal of a grant, or undefined while it stands. */
export function findWithdrawal(stub: Stub, grantId: string): Promise<GrantWithdrawal | undefined> {
  return readState(stub, grantWithdrawalKey(stub, grantId), 'grant-withdrawal/1');
}

/** The grant as events name it. */
export function aboutGrant(license: LicenseRecord, grant: GrantRecord): AboutGrant {
  const { identifier, grantId, grantee, granteeMspId } = grant;
  return { identifier, grantId, grantee, granteeMspId, licenseMspId: license.mspId };
}
