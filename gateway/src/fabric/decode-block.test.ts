import { createHash } from 'node:crypto';

import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

import { computeBlockHeaderHash } from './block-header-hash';
import { decodeBlock } from './decode-block';

const CHAINCODE = 'city-services';
const NEVER = new Uint8Array();

interface Parts {
  readonly type?: number;
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly event?: { readonly chaincode: string; readonly name: string };
}

function newEnvelope({ type = common.HeaderType.ENDORSER_TRANSACTION, namespaces = {}, event }: Parts): Uint8Array {
  const action = new peer.ChaincodeAction();
  action.setResults(newResults(namespaces));
  if (event) {
    const emitted = new peer.ChaincodeEvent();
    emitted.setChaincodeId(event.chaincode);
    emitted.setEventName(event.name);
    emitted.setPayload(Buffer.from('变更'));
    action.setEvents(emitted.serializeBinary());
  }
  const response = new peer.ProposalResponsePayload();
  response.setExtension$(action.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(response.serializeBinary());
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setAction(endorsed);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(transactionAction);
  const payload = new common.Payload();
  payload.setHeader(newHeader(type));
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function newHeader(type: number): common.Header {
  const time = new Timestamp();
  time.fromDate(new Date('2026-01-02T03:04:05.006Z'));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setTxId('tx');
  channelHeader.setTimestamp(time);
  const creator = new msp.SerializedIdentity();
  creator.setMspid('HepingMSP');
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
}

function newResults(namespaces: NonNullable<Parts['namespaces']>): Uint8Array {
  const results = new ledger.rwset.TxReadWriteSet();
  for (const [name, writes] of Object.entries(namespaces)) {
    const state = new ledger.rwset.kvrwset.KVRWSet();
    for (const [key, value] of Object.entries(writes)) {
      const write = new ledger.rwset.kvrwset.KVWrite();
      write.setKey(key);
      write.setIsDelete(value === null);
      write.setValue(Buffer.from(value ?? ''));
      state.addWrites(write);
    }
    const set = new ledger.rwset.NsReadWriteSet();
    set.setNamespace(name);
    set.setRwset(state.serializeBinary());
    results.addNsRwset(set);
  }
  return results.serializeBinary();
}

function newBlock(codes: readonly number[], ...envelopes: readonly Uint8Array[]): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(7);
  header.setPreviousHash(Buffer.alloc(32, 1));
  header.setDataHash(Buffer.alloc(32, 2));
  const data = new common.BlockData();
  data.setDataList([...envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([NEVER, NEVER, Buffer.from(codes)]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}

test('a transaction comes with what it wrote, deleted and told, who signed it and when', () => {
  const envelope = newEnvelope({
    namespaces: { [CHAINCODE]: { a: '甲', b: null }, _lifecycle: { c: 'x' } },
    event: { chaincode: CHAINCODE, name: 'changes' },
  });
  expect(decodeBlock(newBlock([0], envelope), CHAINCODE)).toMatchObject({
    number: 7,
    previousHash: '01'.repeat(32),
    transactions: [
      {
        index: 0,
        txId: 'tx',
        mspId: 'HepingMSP',
        time: '2026-01-02T03:04:05.006Z',
        writes: [
          { key: 'a', value: '甲' },
          { key: 'b', value: null },
        ],
        event: { name: 'changes', payload: '变更' },
      },
    ],
  });
});

test('invalid transactions, configurations and other chaincodes are left out, and the rest keeps its place', () => {
  const own = newEnvelope({ namespaces: { [CHAINCODE]: { a: '1' } }, event: { chaincode: 'another', name: 'changes' } });
  const other = newEnvelope({ namespaces: { another: { a: '1' } } });
  const configuration = newEnvelope({ type: common.HeaderType.CONFIG });
  const invalid = peer.TxValidationCode.MVCC_READ_CONFLICT;
  const { transactions } = decodeBlock(newBlock([invalid, 0, 0, 0], own, other, configuration, own), CHAINCODE);
  expect(transactions.map(({ index }) => index)).toEqual([3]);
  expect(transactions[0]).not.toHaveProperty('event');
});

test('a block without codes of validation has no valid transaction', () => {
  expect(decodeBlock(newBlock([], newEnvelope({ namespaces: { [CHAINCODE]: { a: '1' } } })), CHAINCODE).transactions).toEqual([]);
});

test.each([
  [0, '020100'],
  [127, '02017f'],
  [128, '02020080'],
  [65_536, '0203010000'],
])('the header of block %i is hashed in DER', (number, integer) => {
  const [previousHash, dataHash] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const body = `${integer}0420${previousHash.toString('hex')}0420${dataHash.toString('hex')}`;
  const der = Buffer.from(`30${(body.length / 2).toString(16)}${body}`, 'hex');
  expect(computeBlockHeaderHash({ number, previousHash, dataHash })).toBe(createHash('sha256').update(der).digest('hex'));
});
