import { status } from '@grpc/grpc-js';
import { StatusCode } from '@hyperledger/fabric-gateway';

import { newKeyPair } from '../testing/certificates';
import { FakePeer, type PeerFailure } from '../testing/fake-peer';
import { type FabricPort, newFabricClient, type TransactionCall } from './index';

const DEADLINES = { connectMs: 300, evaluateMs: 500, endorseMs: 500, submitMs: 500, commitMs: 600, stateMs: 300 };
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

describe('writing', () => {
  test('answers with result and block when the transaction is committed', async () => {
    first.endorse = second.endorse = () => '{"written":true}';
    const outcome = await client.submit(call);
    expect(outcome).toMatchObject({ outcome: 'committed', blockNumber: 7, result: { written: true } });
    expect(outcome.txId).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('is refused by the contract before anything is ordered', async () => {
    first.endorse = second.endorse = () => failure(status.ABORTED, ['peer is slow', CONTRACT_SAYS]);
    await expect(client.submit(call)).rejects.toMatchObject({ code: 'FORBIDDEN_ROLE', stage: 'endorse', txId: undefined });
    expect([...first.asked, ...second.asked]).toEqual(['endorse']);
  });

  test.each([status.ABORTED, status.UNAVAILABLE, status.DEADLINE_EXCEEDED])(
    'answers ENDORSEMENT_UNAVAILABLE for gRPC status %i at endorsement',
    async (code) => {
      first.endorse = second.endorse = () => failure(code);
      await expect(client.submit(call)).rejects.toMatchObject({ code: 'ENDORSEMENT_UNAVAILABLE' });
    },
  );

  test('answers ORDERER_UNAVAILABLE with the transaction id when no orderer takes it', async () => {
    first.submit = second.submit = () => failure(status.UNAVAILABLE);
    await expect(client.submit(call)).rejects.toMatchObject({
      code: 'ORDERER_UNAVAILABLE',
      stage: 'submit',
      txId: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
    });
  });

  test('has an unknown outcome when the commit is not seen in time', async () => {
    first.commitStatus = second.commitStatus = () => 'silent';
    await expect(client.submit(call)).resolves.toMatchObject({ outcome: 'unknown' });
  });

  test('is still found committed when the orderers answered too late', async () => {
    first.submit = second.submit = () => failure(status.DEADLINE_EXCEEDED);
    await expect(client.submit(call)).resolves.toMatchObject({ outcome: 'committed' });
  });

  test.each([StatusCode.MVCC_READ_CONFLICT, StatusCode.PHANTOM_READ_CONFLICT, StatusCode.ENDORSEMENT_POLICY_FAILURE])(
    'is tried again with a new transaction after validation code %i',
    async (code) => {
      const codes = [code, code, StatusCode.VALID];
      first.commitStatus = second.commitStatus = () => codes.shift() ?? StatusCode.VALID;
      await expect(client.submit(call)).resolves.toMatchObject({ outcome: 'committed' });
      expect([...first.asked, ...second.asked].filter((stage) => stage === 'endorse')).toHaveLength(3);
    },
  );

  test.each([
    [StatusCode.MVCC_READ_CONFLICT, 'WRITE_CONFLICT', 'MVCC_READ_CONFLICT'],
    [StatusCode.ENDORSEMENT_POLICY_FAILURE, 'ENDORSEMENT_POLICY_FAILURE', 'ENDORSEMENT_POLICY_FAILURE'],
    [StatusCode.BAD_PROPOSAL_TXID, 'INTERNAL', 'BAD_PROPOSAL_TXID'],
  ])('ends as a failure with validation code %i', async (code, expected, validationCode) => {
    first.commitStatus = second.commitStatus = () => code;
    await expect(client.submit(call)).rejects.toMatchObject({ code: expected, details: { validationCode } });
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

  test('is unknown when nobody has seen it', async () => {
    first.commitStatus = second.commitStatus = () => 'silent';
    await expect(client.transactionState(call.identity, 'ab'.repeat(32))).resolves.toEqual({ state: 'unknown' });
  });
});
