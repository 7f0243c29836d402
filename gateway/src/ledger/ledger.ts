import {
  CodedError,
  isCodedError,
  type RequestOf,
  type ResultOf,
  toCanonicalJson,
  type TransactionName,
  TRANSACTIONS,
} from '@shengjing/core';
import type { z } from 'zod';

import type { GatewayConfig } from '../config';
import type { FabricPort, PreparedTransaction, SigningIdentity, TransactionState } from '../fabric';
import { newEndorserChoice } from './endorsing-organisations';
import { findEndorsersOrSuccessors } from './endorsing-successors';

/** Transient values by key; each travels as canonical JSON. */
export type TransientValues = Readonly<Record<string, unknown>>;

/** What a write sends to the contract. */
export interface WriteParts<Name extends TransactionName> {
  readonly argument: RequestOf<Name>;
  /** Values that must not reach a block. */
  readonly transient?: TransientValues;
  /** MSP ids of the organisations that are to endorse; by default the city and the district concerned. */
  readonly endorsers?: readonly string[];
}

/** The chaincode's transactions, typed, and sent to the organisations that they concern. */
export interface Ledger {
  /** Reads on a peer of the own organisation, so that reading works while others are away. */
  read<Name extends TransactionName>(
    identity: SigningIdentity,
    name: Name,
    argument: RequestOf<Name>,
  ): Promise<ResultOf<Name>>;

  /** Reads on the city's peer, the only one that can find holders. */
  readAtCity<Name extends TransactionName>(
    identity: SigningIdentity,
    name: Name,
    argument: RequestOf<Name>,
    transient: TransientValues,
  ): Promise<ResultOf<Name>>;

  /**
   * Has a write endorsed by the organisations that it concerns, and signs it; nothing is ordered.
   * @param deadline - In milliseconds since 1970.
   */
  prepare<Name extends TransactionName>(
    identity: SigningIdentity,
    name: Name,
    write: WriteParts<Name>,
    deadline: number,
  ): Promise<PreparedTransaction>;

  /**
   * Who is to endorse what the city writes about a license of a district: the city and the district, or, when that is
   * gone, the city and two others.
   * @param mspId - MSP id of the district.
   * @throws CodedError ENDORSEMENT_UNAVAILABLE when neither can be reached.
   */
  findEndorsersFor(identity: SigningIdentity, mspId: string): Promise<readonly string[]>;

  /** Proves that a write would be endorsed now. */
  proveEndorsement(identity: SigningIdentity): Promise<void>;

  transactionState(identity: SigningIdentity, txId: string): Promise<TransactionState>;
}

/** The ledger as the gateway of one organisation sees it. */
export function newLedger(
  fabric: FabricPort,
  config: Pick<GatewayConfig, 'organisation' | 'cityMspId' | 'districtMspIds'>,
): Ledger {
  const withEndorsers = newEndorserChoice(config);
  const own = [config.organisation.mspId];
  return {
    read: async (identity, transaction, argument) =>
      parseResult(transaction, await fabric.evaluate({ identity, transaction, argument, endorsers: own })),
    readAtCity: async (identity, transaction, argument, transient) => {
      const endorsers = [config.cityMspId];
      const call = { identity, transaction, argument, transient: toTransient(transient), endorsers };
      return parseResult(transaction, await fabric.evaluate(call));
    },
    prepare: (identity, transaction, { argument, transient = {}, endorsers: chosen }, deadline) => {
      const call = { identity, transaction, argument, transient: toTransient(transient) };
      const prepareBy = (endorsers: readonly string[]) => fabric.prepare({ ...call, endorsers }, deadline);
      return chosen ? prepareBy(chosen) : withEndorsers(prepareBy);
    },
    findEndorsersFor: (identity, mspId) =>
      findEndorsersOrSuccessors(config, mspId, (other) => proveEndorsementBy(other, fabric, identity)),
    proveEndorsement: (identity) =>
      withEndorsers(async (endorsers) => {
        await Promise.all(endorsers.map((mspId) => proveEndorsementBy(mspId, fabric, identity)));
      }),
    transactionState: (identity, txId) => fabric.transactionState(identity, txId),
  };
}

/** The answer names the peer's organisation, so each organisation endorses a call of its own. */
async function proveEndorsementBy(mspId: string, fabric: FabricPort, identity: SigningIdentity): Promise<void> {
  try {
    await fabric.endorse({ identity, transaction: 'system:ping', argument: {}, endorsers: [mspId] });
  } catch (cause) {
    throw isCodedError(cause, 'ENDORSEMENT_UNAVAILABLE') ? new CodedError(cause.code, { mspId }, { cause }) : cause;
  }
}

function toTransient(values: TransientValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toCanonicalJson(value)]));
}

/**
 * Checks a transaction's result.
 * @throws CodedError INTERNAL when it has another form than agreed, which is a fault of the system; the cause keeps
 * values out.
 */
export function parseResult<Name extends TransactionName>(name: Name, result: unknown): ResultOf<Name> {
  const schema: z.ZodType = TRANSACTIONS[name].result;
  const parsed = schema.safeParse(result);
  if (!parsed.success) {
    throw new CodedError('INTERNAL', undefined, { cause: new Error(`The result of ${name} does not fit its schema`) });
  }
  return parsed.data as ResultOf<Name>;
}
