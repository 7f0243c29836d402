import type { TransactionName } from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { WriteParts } from '../ledger';
import type { RequestRandomness } from './request-randomness';
import type { RequestState } from './request-state';
import type { WriteOutcome } from './write-outcome';

/** One wish to write. */
export interface WriteCommand<Name extends TransactionName> {
  readonly caller: Caller;
  /** The caller's Fabric identity; a write that is settled does not ask for it. */
  readonly identity: () => Promise<SigningIdentity>;
  /** Idempotency key: the contract's request id. */
  readonly requestId: string;
  readonly transaction: Name;
  /** All that the caller asked for, parameters of the path included; only a keyed hash of it is kept. */
  readonly body: unknown;
  /** MSP ids of the organisations that are to endorse; by default the city and the district concerned. */
  readonly endorsers?: readonly string[];
}

/**
 * Puts a write together. It runs once for each transaction that is tried, and makes the same parts from the same
 * randomness as long as what it reads on the way is the same. Endorsers that it finds on the way win over those of the
 * command.
 * @param since - When the gateway first had the request, in milliseconds since 1970.
 */
export type ToWriteParts<Name extends TransactionName> = (
  randomness: RequestRandomness,
  since: number,
) => WriteParts<Name> | Promise<WriteParts<Name>>;

/** The one way to write. */
export interface Writes {
  /**
   * Writes with one effect, however often the same person sends the same key: the second time it gives the answer of
   * the first.
   * @throws CodedError REQUEST_REUSED when the person used the key for another transaction or body; WRITE_CONFLICT
   * when others are in the way for too long; ORDERER_UNAVAILABLE when nothing is ordered and as many transactions wait
   * as may; what the contract refuses. After any of them nothing was written, and the key is free again.
   */
  write<Name extends TransactionName>(
    command: WriteCommand<Name>,
    toParts: ToWriteParts<Name>,
  ): Promise<WriteOutcome<Name>>;

  /** What is known of a request of this person's, if anything. */
  find(caller: Caller, requestId: string): Promise<RequestState | undefined>;
}
