import { setTimeout as delay } from 'node:timers/promises';

import { type Status, StatusCode } from '@hyperledger/fabric-gateway';

import { FabricFailure } from './fabric-failure';
import type { TransactionState } from './fabric-port';
import { isOutcomeUnknown } from './stages';
import { toValidationCodeName } from './to-fabric-failure';

const PAUSE_MS = 200;

/** Asks for the state of a transaction; silence until the deadline means `unknown`. */
export async function readTransactionState(ask: () => Promise<Status>): Promise<TransactionState> {
  try {
    return toState(await ask());
  } catch (error) {
    if (isOutcomeUnknown(error)) {
      return { state: 'unknown' };
    }
    throw error;
  }
}

/**
 * The same for a transaction that was sent: a peer that goes away is replaced by the next, and no failure
 * can mean that the transaction did not happen.
 */
export async function awaitTransactionState(ask: () => Promise<Status>, deadline: number): Promise<TransactionState> {
  while (Date.now() < deadline) {
    try {
      return await readTransactionState(ask);
    } catch (error) {
      if (!(error instanceof FabricFailure) || error.code !== 'PEER_UNAVAILABLE') {
        return { state: 'unknown' };
      }
      await delay(PAUSE_MS);
    }
  }
  return { state: 'unknown' };
}

/** A transaction that was sent twice is invalid the second time; the ledger goes on answering for the first. */
function toState({ blockNumber, code, successful }: Status): TransactionState {
  if (code === StatusCode.DUPLICATE_TXID) {
    return { state: 'unknown' };
  }
  return successful
    ? { state: 'committed', blockNumber: Number(blockNumber) }
    : { state: 'invalid', blockNumber: Number(blockNumber), validationCode: toValidationCodeName(code) };
}
