import { common, gateway, peer } from '@hyperledger/fabric-protos';

/**
 * The contract's answer inside a prepared transaction: the payload of the response that all endorsers signed.
 * @param envelope - A serialised `gateway.PreparedTransaction`.
 */
export function readResult(envelope: Uint8Array): Uint8Array {
  const prepared = gateway.PreparedTransaction.deserializeBinary(envelope);
  const payload = common.Payload.deserializeBinary(prepared.getEnvelope()?.getPayload_asU8() ?? new Uint8Array());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [action] = transaction.getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array());
  const endorsed = actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  const responsePayload = peer.ProposalResponsePayload.deserializeBinary(endorsed);
  const chaincodeAction = peer.ChaincodeAction.deserializeBinary(responsePayload.getExtension_asU8());
  return chaincodeAction.getResponse()?.getPayload_asU8() ?? new Uint8Array();
}
