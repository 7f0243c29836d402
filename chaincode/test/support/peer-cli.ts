import { toCanonicalJson, type RequestOf, type ResultOf, type TransactionName } from '@shengjing/core';
import { peerCommand, type TemporaryNetwork } from '@shengjing/network';
import type { Operator } from './operators';

/** A query as an administrator types it. */
export interface PeerQuery<Name extends TransactionName> {
  readonly operator: Operator;
  /** Organisation whose first peer is asked; the person's own unless told. */
  readonly at?: string;
  readonly name: Name;
  readonly request: RequestOf<Name>;
}

/** Asks a peer with Fabric's own `peer chaincode query`, in the person's name. */
export async function queryPeer<Name extends TransactionName>(network: TemporaryNetwork, query: PeerQuery<Name>): Promise<ResultOf<Name>> {
  const { operator, at = operator.organisation, name, request } = query;
  const { channel, chaincode } = network.context.topology;
  const constructor = JSON.stringify({ Args: [name, toCanonicalJson(request)] });
  const args = ['chaincode', 'query', '--channelID', channel, '--name', chaincode, '--ctor', constructor];
  const command = peerCommand(network.organisation(at), args);
  const env = { ...command.env, CORE_PEER_MSPCONFIGPATH: operator.mspDir, CORE_PEER_LOCALMSPID: operator.mspId };
  const { stdout } = await network.context.runner.run({ ...command, env });
  return JSON.parse(stdout) as ResultOf<Name>;
}
