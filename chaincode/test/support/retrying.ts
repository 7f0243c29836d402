import { GatewayError } from '@hyperledger/fabric-gateway';
import { parseErrorBody } from '@shengjing/core';
import type { Committed, LedgerCall, LedgerClient } from './ledger-client';

/** What becomes of transactions that meet others; a new transaction may fare better. */
const MET = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE']);
const MAX_ATTEMPTS = 60;
const MAX_PAUSE = 300;

/** Sends a request until its transaction is valid, each time as a new transaction, as a gateway does. */
export async function submitUntilValid(client: LedgerClient, call: LedgerCall): Promise<Committed> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const committed = await client.submit(call).catch(assertMet);
    if (committed !== undefined && !MET.has(committed.validationCode)) {
      return committed;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_PAUSE));
  }
  throw new Error(`no valid transaction in ${String(MAX_ATTEMPTS)} attempts`);
}

/** Endorsers that differ have seen the ledger at different heights; anything else is thrown. */
function assertMet(error: unknown): undefined {
  const texts = error instanceof GatewayError ? [error.cause.details, ...error.details.map(({ message }) => message)] : [];
  if (!(error instanceof GatewayError) || texts.some((text) => parseErrorBody(text) !== undefined) || !texts.join().includes('do not match')) {
    throw error;
  }
}
