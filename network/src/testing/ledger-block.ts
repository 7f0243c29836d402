import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';

/** A block as a peer keeps it: its bytes, and what a test asks about its transactions. */
export interface LedgerBlock {
  readonly number: number;
  readonly bytes: Buffer;
  readonly transactions: readonly LedgerTransaction[];
}

export interface LedgerTransaction {
  readonly txId: string;
  /** Fabric's name, as in `MVCC_READ_CONFLICT`. */
  readonly validationCode: string;
  readonly creator: { readonly mspId: string; readonly certificate: string };
  /** What a chaincode did; undefined for a configuration. */
  readonly action: LedgerAction | undefined;
}

export interface LedgerAction {
  /** MSP ids of those who endorsed. */
  readonly endorsers: readonly string[];
  readonly namespaces: readonly LedgerNamespace[];
  readonly event: { readonly name: string; readonly payload: string } | undefined;
}

/** What a transaction reads and writes under one chaincode. */
export interface LedgerNamespace {
  readonly name: string;
  readonly writes: readonly { readonly key: string; readonly value: string; readonly isDelete: boolean }[];
  /** Key-level policies by key. */
  readonly policies: ReadonlyMap<string, Uint8Array>;
  /** Collections of private data that something is written to. */
  readonly collections: readonly string[];
}

/** The name under which a key's metadata holds its policy. */
const POLICY = 'VALIDATION_PARAMETER';
const CODE_NAMES = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]));

export function decodeBlock(bytes: Buffer): LedgerBlock {
  const block = common.Block.deserializeBinary(bytes);
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? new Uint8Array();
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return {
    number: block.getHeader()?.getNumber() ?? 0,
    bytes,
    transactions: envelopes.map((envelope, index) => decodeTransaction(envelope, CODE_NAMES.get(codes[index] ?? 0) ?? '')),
  };
}

function decodeTransaction(bytes: Uint8Array, validationCode: string): LedgerTransaction {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8());
  const header = payload.getHeader();
  const channelHeader = common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header?.getSignatureHeader_asU8() ?? new Uint8Array());
  const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
  const isEndorsed = channelHeader.getType() === (common.HeaderType.ENDORSER_TRANSACTION as number);
  return {
    txId: channelHeader.getTxId(),
    validationCode,
    creator: { mspId: creator.getMspid(), certificate: Buffer.from(creator.getIdBytes_asU8()).toString('utf8') },
    action: isEndorsed ? decodeAction(payload.getData_asU8()) : undefined,
  };
}

function decodeAction(bytes: Uint8Array): LedgerAction | undefined {
  const [action] = peer.Transaction.deserializeBinary(bytes).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array()).getAction();
  if (endorsed === undefined) {
    return undefined;
  }
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
  const chaincode = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
  const event = peer.ChaincodeEvent.deserializeBinary(chaincode.getEvents_asU8());
  const results = ledger.rwset.TxReadWriteSet.deserializeBinary(chaincode.getResults_asU8());
  return {
    endorsers: endorsed.getEndorsementsList().map((endorsement) => msp.SerializedIdentity.deserializeBinary(endorsement.getEndorser_asU8()).getMspid()),
    namespaces: results.getNsRwsetList().map(decodeNamespace),
    event: event.getEventName() === '' ? undefined : { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()).toString('utf8') },
  };
}

function decodeNamespace(set: ledger.rwset.NsReadWriteSet): LedgerNamespace {
  const { KVRWSet, HashedRWSet } = ledger.rwset.kvrwset;
  const state = KVRWSet.deserializeBinary(set.getRwset_asU8());
  const collections = set.getCollectionHashedRwsetList().filter((collection) => {
    const hashed = HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
    return hashed.getHashedWritesList().length > 0;
  });
  return {
    name: set.getNamespace(),
    writes: state.getWritesList().map((write) => ({
      key: write.getKey(),
      value: Buffer.from(write.getValue_asU8()).toString('utf8'),
      isDelete: write.getIsDelete(),
    })),
    policies: new Map(state.getMetadataWritesList().flatMap(policyOf)),
    collections: collections.map((collection) => collection.getCollectionName()),
  };
}

function policyOf(write: ledger.rwset.kvrwset.KVMetadataWrite): [string, Uint8Array][] {
  const entries = write.getEntriesList().filter((entry) => entry.getName() === POLICY);
  return entries.map((entry) => [write.getKey(), entry.getValue_asU8()]);
}
