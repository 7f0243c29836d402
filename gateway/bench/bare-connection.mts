import { connect, type Contract, hash, type ProposalOptions, signers } from '@hyperledger/fabric-gateway';

import type { GatewayConfig } from '../dist/config/index.js';
import { type FabricSession, newFabricSession } from '../dist/fabric/fabric-session.js';
import { newPeerClients } from '../dist/fabric/peer-clients.js';
import { newNativeSigner } from '../dist/fabric/signer.js';
import type { SigningIdentity } from '../dist/fabric/signing-identity.js';

/** Node's ECDSA, as in the gateway; or the SDK's own, in JavaScript. */
export type SignerKind = 'native' | 'sdk';

/** The SDK and nothing around it, on a connection of its own to the peer that the gateway uses. */
export interface BareConnection {
  readonly contract: Contract;
  /** What the gateway makes of the same connection. */
  readonly session: FabricSession;
  close(): void;
}

/** @param chaincode - The chaincode to use; the gateway's unless told. */
export async function connectBare(
  config: GatewayConfig,
  identity: SigningIdentity,
  { kind = 'native', chaincode = config.chaincode }: { readonly kind?: SignerKind; readonly chaincode?: string } = {},
): Promise<BareConnection> {
  const peers = newPeerClients(config.peers);
  const client = await peers.connected(config.deadlines.connectMs);
  if (client === undefined) {
    throw new Error('no peer can be reached');
  }
  const { mspId, certificate, privateKey } = identity;
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(certificate) },
    ...(kind === 'native'
      ? { signer: newNativeSigner(privateKey), hash: hash.none }
      : { signer: signers.newPrivateKeySigner(privateKey) }),
    ...toDeadlines(config),
  });
  return {
    contract: gateway.getNetwork(config.channel).getContract(chaincode),
    session: newFabricSession(client, identity, { channel: config.channel, chaincode }),
    close: () => {
      gateway.close();
      peers.close();
    },
  };
}

/** Endorses, orders and waits until the peer has committed. */
export async function submit(contract: Contract, transaction: string, options: ProposalOptions): Promise<Uint8Array> {
  const commit = await contract.submitAsync(transaction, options);
  const status = await commit.getStatus();
  if (!status.successful) {
    throw new Error(`validation code ${String(status.code)}`);
  }
  return commit.getResult();
}

/** What a contract answers. */
export function parseAnswer(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

function toDeadlines({ deadlines }: GatewayConfig) {
  const after = (milliseconds: number) => () => ({ deadline: Date.now() + milliseconds });
  return {
    evaluateOptions: after(deadlines.evaluateMs),
    endorseOptions: after(deadlines.endorseMs),
    submitOptions: after(deadlines.submitMs),
    commitStatusOptions: after(deadlines.commitMs),
  };
}
