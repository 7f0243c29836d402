import { verify, X509Certificate } from 'node:crypto';

import { status } from '@grpc/grpc-js';
import { StatusCode } from '@hyperledger/fabric-gateway';
import { gateway } from '@hyperledger/fabric-protos';

import { newKeyPair } from '../testing/certificates';
import { FakePeer, type PeerFailure } from '../testing/fake-peer';
import { type FabricPort, newFabricClient, toCommitFailure, type TransactionCall } from './index';

const DEADLINES = { connectMs: 300, evaluateMs: 500, endorseMs: 500, submitMs: 500, commitMs: 600, writeMs: 1_000, stateMs: 300 };
const CONFIG = {
  organisation: { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' },
  channel: 'shenyang',
  chaincode: 'city-services',
  deadlines: DEADLINES,
};
const CONTRACT_SAYS = 'chaincode response 500, {"code":"FORBIDDEN_ROLE","details":{"roles":["issuer"]},"message":"x"}';

let first: FakePeer;
let second: FakePeer;
let client: FabricPort;
let call: TransactionCall;

function failure(code: status, details: readonly string[] = []): PeerFailure {
  return { code, message: 'failed', details };
}

/** A client that has never seen the peers that were stopped. */
function reconnect(): FabricPort {
  client.close();
  client = newFabricClient({ ...CONFIG, peers: [first.config, second.config] }, () => undefined);
  return client;
}

beforeEach(async () => {
  first = await FakePeer.start('peer0');
  second = await FakePeer.start('peer1');
  client = newFabricClient({ ...CONFIG, peers: [first.config, second.config] }, () => undefined);
  const { certificate, key } = await newKeyPair('person');
  const identity = { mspId: 'HepingMSP', certificate, privateKey: key };
  call = { identity, transaction: 'license:get', argument: { b: 1, a: 2 }, endorsers: ['HepingMSP'] };
});

afterEach(() => {
  client.close();
  first.stop();
  second.stop();
});

describe('reading', () => {
  test('answers with the result', async () => {
    first.evaluate = second.evaluate = () => '{"found":true}';
    await expect(client.evaluate(call)).resolves.toEqual({ found: true });
  });

  test('goes to the other peer when one is away', async () => {
    second.evaluate = () => '{"from":"second"}';
    first.stop();
    await expect(reconnect().evaluate(call)).resolves.toEqual({ from: 'second' });
  });

  test('answers PEER_UNAVAILABLE when every peer is away', async () => {
    first.stop();
    second.stop();
    await expect(reconnect().evaluate(call)).rejects.toMatchObject({ code: 'PEER_UNAVAILABLE', stage: 'connect' });
  });

  test('answers with the code and details of the contract', async () => {
    first.evaluate = second.evaluate = () => failure(status.UNKNOWN, [CONTRACT_SAYS]);
    await expect(client.evaluate(call)).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
      details: { roles: ['issuer'] },
    });
  });

  test.each([
    [status.UNAVAILABLE, 'HepingMSP', 'PEER_UNAVAILABLE'],
    [status.FAILED_PRECONDITION, 'HepingMSP', 'PEER_UNAVAILABLE'],
    [status.RESOURCE_EXHAUSTED, 'HepingMSP', 'OVERLOADED'],
    [status.DEADLINE_EXCEEDED, 'HepingMSP', 'DEADLINE_EXCEEDED'],
    [status.FAILED_PRECONDITION, 'CityMSP', 'ENDORSEMENT_UNAVAILABLE'],
  ])('gRPC status %i at %s is %s', async (code, mspId, expected) => {
    first.evaluate = second.evaluate = () => failure(code);
    await expect(client.evaluate({ ...call, endorsers: [mspId] })).rejects.toMatchObject({ code: expected });
  });
});

describe('preparing', () => {
  test('signs a transaction that holds its result, and orders nothing', async () => {
    first.endorse = second.endorse = () => '{"written":true}';
    const prepared = await client.prepare(call);
    expect(prepared.txId).toMatch(/^[0-9a-f]{64}$/u);
    expect(client.resultOf(prepared.envelope)).toEqual({ written: true });
    expect(prepared.expiresAt).toBe(new X509Certificate(call.identity.certificate).validToDate.getTime());
    const envelope = gateway.PreparedTransaction.deserializeBinary(prepared.envelope).getEnvelope();
    const signed = verify(
      'sha256',
      envelope?.getPayload_asU8() ?? Buffer.alloc(0),
      call.identity.certificate,
      envelope?.getSignature_asU8() ?? Buffer.alloc(0),
    );
    expect(signed).toBe(true);
    expect([...first.asked, ...second.asked]).toEqual(['endorse']);
  });

  test('is refused by the contract, for good', async () => {
    first.endorse = second.endorse = () => failure(status.ABORTED, ['peer is slow', CONTRACT_SAYS]);
    await expect(client.prepare(call)).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
      stage: 'endorse',
      retry: 'never',
      txId: undefined,
    });
  });

  test.each([
    [status.ABORTED, 'new-transaction'],
    [status.UNAVAILABLE, 'never'],
    [status.DEADLINE_EXCEEDED, 'never'],
  ])('answers ENDORSEMENT_UNAVAILABLE for gRPC status %i, with what may be done', async (code, retry) => {
    first.endorse = second.endorse = () => failure(code);
    await expect(client.prepare(call)).rejects.toMatchObject({ code: 'ENDORSEMENT_UNAVAILABLE', retry });
  });

  test('ends at the deadline that is given', async () => {
    first.endorse = second.endorse = () => null;
    const begun = Date.now();
    await expect(client.prepare(call, begun + 100)).rejects.toMatchObject({ code: 'ENDORSEMENT_UNAVAILABLE' });
    expect(Date.now() - begun).toBeLessThan(DEADLINES.endorseMs);
  });
});

describe('sending', () => {
  test('takes an envelope any number of times, under any identity, byte by byte the same', async () => {
    const { envelope } = await client.prepare(call);
    const { certificate, key } = await newKeyPair('gateway');
    const other = { mspId: 'HepingMSP', certificate, privateKey: key };
    await client.send(call.identity, envelope);
    await reconnect().send(other, envelope);
    const [one, two] = [...first.submitted, ...second.submitted].map((request) => Buffer.from(request).toString('hex'));
    expect(two).toBe(one);
  });

  test.each([
    [status.UNAVAILABLE, 'ORDERER_UNAVAILABLE', 'same-transaction'],
    [status.DEADLINE_EXCEEDED, 'COMMIT_UNKNOWN', 'same-transaction'],
    [status.ABORTED, 'INTERNAL', 'new-transaction'],
  ])('that fails with gRPC status %i is %s with the transaction id, and may go on with the %s', async (code, expected, retry) => {
    const { txId, envelope } = await client.prepare(call);
    first.submit = second.submit = () => failure(code);
    await expect(client.send(call.identity, envelope)).rejects.toMatchObject({ code: expected, stage: 'submit', retry, txId });
  });
});

describe('the state of a transaction', () => {
  test.each([
    [StatusCode.VALID, { state: 'committed', blockNumber: 7 }],
    [StatusCode.MVCC_READ_CONFLICT, { state: 'invalid', blockNumber: 7, validationCode: 'MVCC_READ_CONFLICT' }],
  ])('with validation code %i is told', async (code, expected) => {
    first.commitStatus = second.commitStatus = () => code;
    await expect(client.transactionState(call.identity, 'ab'.repeat(32))).resolves.toEqual(expected);
  });

  test('is unknown as long as only its second copy was seen', async () => {
    first.commitStatus = second.commitStatus = () => StatusCode.DUPLICATE_TXID;
    await expect(client.transactionState(call.identity, 'ab'.repeat(32))).resolves.toEqual({ state: 'unknown' });
  });

  test('is awaited without failure while peers are away', async () => {
    first.commitStatus = () => failure(status.UNAVAILABLE);
    second.commitStatus = () => failure(status.UNAVAILABLE);
    await expect(client.awaitState(call.identity, 'ab'.repeat(32), Date.now() + 300)).resolves.toEqual({ state: 'unknown' });
    second.commitStatus = first.commitStatus = () => StatusCode.VALID;
    await expect(client.awaitState(call.identity, 'ab'.repeat(32), Date.now() + 300)).resolves.toMatchObject({ state: 'committed' });
  });

  test.each([
    [StatusCode.MVCC_READ_CONFLICT, 'WRITE_CONFLICT', 'new-transaction'],
    [StatusCode.PHANTOM_READ_CONFLICT, 'WRITE_CONFLICT', 'new-transaction'],
    [StatusCode.ENDORSEMENT_POLICY_FAILURE, 'ENDORSEMENT_POLICY_FAILURE', 'new-transaction'],
    [StatusCode.BAD_PROPOSAL_TXID, 'INTERNAL', 'never'],
  ])('with validation code %i is the failure %s, after which %s may help', async (code, expected, retry) => {
    first.commitStatus = second.commitStatus = () => code;
    const state = await client.transactionState(call.identity, 'ab'.repeat(32));
    const validationCode = state.state === 'invalid' ? state.validationCode : '';
    expect(toCommitFailure(validationCode, 'ab'.repeat(32))).toMatchObject({ code: expected, retry, details: { validationCode } });
  });

  test('is unknown when nobody has seen it', async () => {
    first.commitStatus = second.commitStatus = () => 'silent';
    await expect(client.transactionState(call.identity, 'ab'.repeat(32))).resolves.toEqual({ state: 'unknown' });
  });
});
