import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';

import { sum } from './statistics.mts';

/** What a transaction reads and writes, as the endorsers have signed it. */
export interface Shape {
  /** Bytes of the whole envelope. */
  readonly envelopeBytes: number;
  readonly endorsements: number;
  /** Keys of public state and of private data that are read. */
  readonly reads: number;
  /** Keys of public state that are written, with the bytes of their values. */
  readonly writes: readonly { readonly key: string; readonly bytes: number }[];
  /** Keys that get a policy of their own. */
  readonly policies: number;
  /** One of these policies. */
  readonly policy: Uint8Array;
  /** How many keys of private data are written, by collection. */
  readonly collections: Readonly<Record<string, number>>;
}

/**
 * @param envelope - A serialised `gateway.PreparedTransaction`.
 * @param chaincode - Whose reads and writes.
 */
export function toShape(envelope: Uint8Array, chaincode: string): Shape {
  const prepared = gateway.PreparedTransaction.deserializeBinary(envelope).getEnvelope() ?? new common.Envelope();
  const endorsed = toEndorsedAction(prepared);
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
  const results = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8();
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList();
  return {
    envelopeBytes: prepared.serializeBinary().length,
    endorsements: endorsed.getEndorsementsList().length,
    ...toAccess(sets.find((set) => set.getNamespace() === chaincode) ?? new ledger.rwset.NsReadWriteSet()),
  };
}

function toEndorsedAction(envelope: common.Envelope): peer.ChaincodeEndorsedAction {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const [action = new peer.TransactionAction()] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  return peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction() ?? new peer.ChaincodeEndorsedAction();
}

function toAccess(set: ledger.rwset.NsReadWriteSet): Omit<Shape, 'envelopeBytes' | 'endorsements'> {
  const { KVRWSet, HashedRWSet } = ledger.rwset.kvrwset;
  const state = KVRWSet.deserializeBinary(set.getRwset_asU8());
  const metadata = state.getMetadataWritesList();
  const hashed = set.getCollectionHashedRwsetList().map((collection) => {
    const access = HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
    return { name: collection.getCollectionName(), reads: access.getHashedReadsList().length, writes: access.getHashedWritesList().length };
  });
  return {
    reads: state.getReadsList().length + sum(hashed.map(({ reads }) => reads)),
    writes: state.getWritesList().map((write) => ({ key: write.getKey(), bytes: write.getValue_asU8().length })),
    policies: metadata.length,
    policy: metadata[0]?.getEntriesList()[0]?.getValue_asU8() ?? new Uint8Array(),
    collections: Object.fromEntries(hashed.flatMap(({ name, writes }) => (writes > 0 ? [[name, writes] as const] : []))),
  };
}
