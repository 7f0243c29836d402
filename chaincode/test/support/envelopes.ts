import type { Gateway, Proposal, Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos';

/** The same transaction without the endorsement of an organisation; the connection's person signs it anew. */
export function withoutEndorsement(connection: Gateway, transaction: Transaction, mspId: string): Transaction {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  const envelope = prepared.getEnvelope() ?? new common.Envelope();
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const content = peer.Transaction.deserializeBinary(payload.getData_asU8());
  for (const action of content.getActionsList()) {
    const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
    const endorsed = actionPayload.getAction();
    endorsed?.setEndorsementsList(endorsed.getEndorsementsList().filter((endorsement) => endorserOf(endorsement) !== mspId));
    action.setPayload(actionPayload.serializeBinary());
  }
  payload.setData(content.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature('');
  prepared.setEnvelope(envelope);
  return connection.newTransaction(prepared.serializeBinary());
}

/** MSP ids of those who have endorsed. */
export function endorsersOf(transaction: Transaction): string[] {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  const payload = common.Payload.deserializeBinary(prepared.getEnvelope()?.getPayload_asU8() ?? new Uint8Array());
  const actions = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = actions.map((action) => peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction());
  return endorsed.flatMap((action) => (action?.getEndorsementsList() ?? []).map(endorserOf)).sort();
}

/** The same proposal with another time; the connection's person signs it anew. */
export function withTime(connection: Gateway, proposal: Proposal, time: Date): Proposal {
  const proposed = gateway.ProposedTransaction.deserializeBinary(proposal.getBytes());
  const signed = proposed.getProposal() ?? new peer.SignedProposal();
  const content = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(content.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.getTimestamp()?.fromDate(time);
  header.setChannelHeader(channelHeader.serializeBinary());
  content.setHeader(header.serializeBinary());
  signed.setProposalBytes(content.serializeBinary());
  signed.setSignature('');
  proposed.setProposal(signed);
  return connection.newProposal(proposed.serializeBinary());
}

function endorserOf(endorsement: peer.Endorsement): string {
  return msp.SerializedIdentity.deserializeBinary(endorsement.getEndorser_asU8()).getMspid();
}
