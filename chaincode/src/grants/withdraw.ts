import type { GrantRecord, GrantWithdrawal, LicenseRecord, WithdrawGrantRequest } from '@shengjing/core';
import { toActor } from '../access/actor';
import type { Official } from '../access/authorise';
import type { Effects } from '../ledger/effects';
import { grantWithdrawalKey } from '../ledger/keys';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { aboutGrant } from './grant';

/** The end of a grant, under a key of its own: whoever gave the grant need not endorse it. */
export function newWithdrawal(
  stub: Stub,
  official: Official,
  license: LicenseRecord,
  grant: GrantRecord,
  { consentDigests }: WithdrawGrantRequest,
): Effects {
  const { grantId, identifier } = grant;
  const txId = stub.getTxID();
  const withdrawal: GrantWithdrawal = {
    schema: 'grant-withdrawal/1',
    grantId,
    identifier,
    consentDigests,
    ...toActor(official),
    recordedAt: readTransactionTime(stub),
    txId,
  };
  return {
    creates: [[grantWithdrawalKey(stub, grantId), withdrawal]],
    changes: [{ kind: 'grant-withdrawn', ...aboutGrant(license, grant) }],
    outcome: { schema: 'grant-result/1', outcome: 'withdrawn', grantId, txId },
  };
}
