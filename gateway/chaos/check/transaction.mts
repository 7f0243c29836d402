import { common, ledger, peer } from '@hyperledger/fabric-protos';

import type { StoredBlock } from './block-file.mts';

/** A transaction of a chaincode as a peer has judged it. */
export interface Transaction {
  readonly txId: string;
  readonly block: number;
  /** Fabric's name, as in `MVCC_READ_CONFLICT`. */
  readonly verdict: string;
  /** What it writes under a composite key; counts only when the verdict is VALID. */
  readonly writes: readonly Write[];
}

export interface Write {
  /** What the composite key is made of; its kind first. */
  readonly key: readonly string[];
  readonly value: string;
}

export const VALID = 'VALID';

const NAMES = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]));
const SEPARATOR = '\u0000';

/** The chaincode's transactions in a block. */
export function readTransactions({ number, envelopes, metadata }: StoredBlock, chaincode: string): Transaction[] {
  const verdicts = metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  return envelopes.flatMap((envelope, index) => {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
    const header = common.ChannelHeader.deserializeBinary(payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array());
    if (header.getType() !== (common.HeaderType.ENDORSER_TRANSACTION as number)) {
      return [];
    }
    const verdict = NAMES.get(verdicts?.[index] ?? -1) ?? 'NOT_JUDGED';
    return [{ txId: header.getTxId(), block: number, verdict, writes: readWrites(payload.getData_asU8(), chaincode) }];
  });
}

function readWrites(bytes: Uint8Array, chaincode: string): Write[] {
  const [action] = peer.Transaction.deserializeBinary(bytes).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array()).getAction();
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array());
  const results = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getResults_asU8();
  return ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .filter((set) => set.getNamespace() === chaincode)
    .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
    .filter((write) => write.getKey().startsWith(SEPARATOR))
    .map((write) => ({
      key: write.getKey().split(SEPARATOR).slice(1, -1),
      value: Buffer.from(write.getValue_asU8()).toString('utf8'),
    }));
}
