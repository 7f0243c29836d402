import type { Verification, VerifyRequest } from '@shengjing/core';
import { readLedgerName } from '../ledger/ledger-name';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import type { Check } from './check';
import { checkExistence, checkIdentifier, checkIssuer } from './check-identity';
import { checkIntegrity, checkSeal } from './check-integrity';
import { checkStatus, checkStatusAt } from './check-status';
import { loadFacts } from './facts';

/** The checks, in the order in which their verdicts are answered. */
const CHECKS: readonly Check[] = [
  checkIdentifier,
  checkExistence,
  checkIssuer,
  checkIntegrity,
  checkSeal,
  checkStatus,
  checkStatusAt,
];

/** Verifies a license: one verdict for each check, whatever the others say. */
export async function verifyLicense(stub: Stub, request: VerifyRequest): Promise<Verification> {
  const at = readTransactionTime(stub);
  const facts = await loadFacts(stub, request, at);
  return {
    schema: 'verification/1',
    verdicts: CHECKS.map((check) => check(facts)),
    ledger: readLedgerName(stub),
    at,
  };
}
