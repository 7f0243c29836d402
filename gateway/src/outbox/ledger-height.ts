/** The number of blocks of the ledger, as last known. It only grows, so an old answer is never too high. */
export interface LedgerHeight {
  /** The last answer, or the first one. @throws CodedError PEER_UNAVAILABLE when there is none yet and no peer answers. */
  known(): Promise<number>;
  /** Asks again. @throws CodedError PEER_UNAVAILABLE */
  look(): Promise<number>;
}

/** @param read - Asks the peers. */
export function newLedgerHeight(read: () => Promise<number>): LedgerHeight {
  let last: number | undefined;
  const look = async (): Promise<number> => (last = Math.max(last ?? 0, await read()));
  return { known: async () => last ?? look(), look };
}
