import { peer, type common } from '@hyperledger/fabric-protos';
import type { Verification } from '@shengjing/core';
import type { Stub } from './stub';

/** The channel, and the chaincode under the name that the client called it by. */
export function readLedgerName(stub: Stub): Verification['ledger'] {
  // The shim's types describe a plain object; what it hands out is the decoded message.
  const header = stub.getSignedProposal().proposal.header.channelHeader as unknown as common.ChannelHeader;
  const extension = peer.ChaincodeHeaderExtension.deserializeBinary(header.getExtension_asU8());
  return { channel: stub.getChannelID(), chaincode: extension.getChaincodeId()?.getName() ?? '' };
}
