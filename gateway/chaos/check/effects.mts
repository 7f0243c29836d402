import { type Transaction, VALID, type Write } from './transaction.mts';

/** What a transaction recorded as the outcome of a request. */
export interface Effect {
  readonly requestId: string;
  readonly mspId: string;
  readonly txId: string;
  readonly block: number;
  readonly outcome: Outcome;
  /** The licenses that the same transaction wrote. */
  readonly licenses: readonly LicenseWrite[];
}

/** As the contract wrote it down. */
export interface Outcome {
  readonly outcome?: string;
  readonly identifier?: string;
  readonly code?: string;
  readonly txId?: string;
}

export interface LicenseWrite {
  /** Type, issuer and serial number. */
  readonly key: string;
  readonly identifier: string;
  readonly txId: string;
  readonly block: number;
}

/** What follows from the valid transactions, and from nothing else. */
export interface Effects {
  /** By request id. */
  readonly byRequest: ReadonlyMap<string, readonly Effect[]>;
  readonly licenses: readonly LicenseWrite[];
}

const REQUEST = 'request';
const LICENSE = 'license';

export function deriveEffects(transactions: readonly Transaction[]): Effects {
  const valid = transactions.filter(({ verdict }) => verdict === VALID);
  return {
    byRequest: Map.groupBy(valid.flatMap(toEffects), ({ requestId }) => requestId),
    licenses: valid.flatMap(toLicenses),
  };
}

function toEffects(transaction: Transaction): Effect[] {
  const { txId, block, writes } = transaction;
  return writesOf(writes, REQUEST).map(({ key: [, mspId = '', , requestId = ''], value }) => {
    const { outcome } = JSON.parse(value) as { outcome: Outcome };
    return { requestId, mspId, txId, block, outcome, licenses: toLicenses(transaction) };
  });
}

function toLicenses({ txId, block, writes }: Transaction): LicenseWrite[] {
  return writesOf(writes, LICENSE).map(({ key, value }) => {
    const { identifier } = JSON.parse(value) as { identifier: string };
    return { key: key.slice(1).join(' '), identifier, txId, block };
  });
}

function writesOf(writes: readonly Write[], kind: string): Write[] {
  return writes.filter(({ key }) => key[0] === kind);
}
