import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';

import { computeBlockHeaderHash } from './block-header-hash';
import type { LedgerBlock, LedgerTransaction, StateWrite } from './ledger-block';

const VALID = peer.TxValidationCode.VALID as number;
const ENDORSER_TRANSACTION = common.HeaderType.ENDORSER_TRANSACTION as number;
const NO_BYTES = new Uint8Array();

/** A block as it was received. */
export type ReceivedBlock = Pick<common.Block, 'getHeader' | 'getData' | 'getMetadata'>;

/** Takes a block apart: the valid transactions of one chaincode, with what they wrote to its public state. */
export function decodeBlock(block: ReceivedBlock, chaincode: string): LedgerBlock {
  const header = block.getHeader() ?? new common.BlockHeader();
  const number = header.getNumber();
  const previousHash = header.getPreviousHash_asU8();
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? NO_BYTES;
  return {
    number,
    hash: computeBlockHeaderHash({ number, previousHash, dataHash: header.getDataHash_asU8() }),
    previousHash: Buffer.from(previousHash).toString('hex'),
    transactions: envelopes.flatMap((envelope, index) =>
      codes[index] === VALID ? decodeTransaction(envelope, index, chaincode) : [],
    ),
  };
}

function decodeTransaction(envelope: Uint8Array, index: number, chaincode: string): LedgerTransaction[] {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const header = payload.getHeader() ?? new common.Header();
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  if (channelHeader.getType() !== ENDORSER_TRANSACTION) {
    return [];
  }
  const action = decodeAction(payload.getData_asU8());
  const results = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8()).getNsRwsetList();
  const own = results.filter((set) => set.getNamespace() === chaincode);
  if (own.length === 0) {
    return [];
  }
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const transaction = {
    index,
    txId: channelHeader.getTxId(),
    mspId: msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8()).getMspid(),
    time: (channelHeader.getTimestamp()?.toDate() ?? new Date(0)).toISOString(),
    writes: own.flatMap(decodeWrites),
  };
  const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
  const isOwnEvent = event.getChaincodeId() === chaincode && event.getEventName() !== '';
  return [
    isOwnEvent
      ? { ...transaction, event: { name: event.getEventName(), payload: toText(event.getPayload_asU8()) } }
      : transaction,
  ];
}

/** Fabric allows one action in a transaction. */
function decodeAction(transaction: Uint8Array): peer.ChaincodeAction {
  const [action] = peer.Transaction.deserializeBinary(transaction).getActionsList();
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? NO_BYTES);
  const response = payload.getAction()?.getProposalResponsePayload_asU8() ?? NO_BYTES;
  return peer.ChaincodeAction.deserializeBinary(
    peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8(),
  );
}

function decodeWrites(set: ledger.rwset.NsReadWriteSet): StateWrite[] {
  const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList();
  return writes.map((write) => ({
    key: write.getKey(),
    value: write.getIsDelete() ? null : toText(write.getValue_asU8()),
  }));
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
