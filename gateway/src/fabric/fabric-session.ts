import type { Client } from '@grpc/grpc-js';
import { connect, type Contract, type Gateway, hash, type Status, type Transaction } from '@hyperledger/fabric-gateway';
import { gateway, msp } from '@hyperledger/fabric-protos';

import { newNativeSigner, signMessage } from './signer';
import type { SigningIdentity } from './signing-identity';

/** Where the chaincode lives. */
export interface ChaincodeAddress {
  readonly channel: string;
  readonly chaincode: string;
}

/** One person on one peer connection. Cheap to make: the connection is shared, the rest are plain objects. */
export interface FabricSession {
  readonly contract: Contract;
  /** The bytes of an endorsed transaction with the person's signature. */
  sign(transaction: Transaction): Uint8Array;
  /** Such bytes as a transaction that can be sent, whoever signed it. */
  toTransaction(envelope: Uint8Array): Transaction;
  /** The commit status of any transaction, also of one that another session or process sent. */
  commitStatus(txId: string, deadline: number): Promise<Status>;
}

/** Opens a session of an identity over a connected client. */
export function newFabricSession(client: Client, identity: SigningIdentity, address: ChaincodeAddress): FabricSession {
  const { mspId, certificate, privateKey } = identity;
  const credentials = Buffer.from(certificate);
  const connection = connect({
    client,
    identity: { mspId, credentials },
    signer: newNativeSigner(privateKey),
    hash: hash.none,
  });
  return {
    contract: connection.getNetwork(address.channel).getContract(address.chaincode),
    // Nothing hashes before the signer does, so the digest is the whole message.
    sign: (transaction) =>
      connection.newSignedTransaction(transaction.getBytes(), signMessage(privateKey, transaction.getDigest())).getBytes(),
    toTransaction: (envelope) => connection.newTransaction(envelope),
    commitStatus: async (txId, deadline) => {
      const request = newCommitStatusRequest(connection, address.channel, txId);
      return connection.newCommit(request).getStatus({ deadline });
    },
  };
}

/** The SDK asks only for transactions it has sent itself, so the request is built here; the SDK signs it. */
function newCommitStatusRequest(connection: Gateway, channel: string, txId: string): Uint8Array {
  const { mspId, credentials } = connection.getIdentity();
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(credentials);
  const request = new gateway.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(txId);
  request.setIdentity(creator.serializeBinary());
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}
