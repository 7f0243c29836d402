import { randomBytes, randomUUID } from 'node:crypto';

import { connect, type Contract, hash, type ProposalOptions, signers } from '@hyperledger/fabric-gateway';
import { type FindHolderResult, toCanonicalJson, TRANSIENT_HOLDER, TRANSIENT_PRIVATE } from '@shengjing/core';

import type { GatewayConfig } from '../dist/config/index.js';
import { newPeerClients } from '../dist/fabric/peer-clients.js';
import { newNativeSigner } from '../dist/fabric/signer.js';
import type { SigningIdentity } from '../dist/fabric/signing-identity.js';
import type { Caller } from '../dist/identities/index.js';
import { newIssueRequest } from '../dist/licenses/new-issue-request.js';
import { newRequestRandomness } from '../dist/outbox/request-randomness.js';
import type { Client } from './client.mts';

/** A person who uses the SDK in the process of the benchmark, without a gateway. */
export interface Person {
  readonly caller: Caller;
  readonly identity: SigningIdentity;
}

/** Node's ECDSA, as in the gateway; or the SDK's own, in JavaScript. */
export type SignerKind = 'native' | 'sdk';

/**
 * The SDK and nothing around it, on a connection of its own to the peer that the gateway uses. An issue is what it is
 * in the gateway: the holder is looked up at the city, the private part is built with its salts, and the city and the
 * own organisation endorse.
 */
export async function newBareClient(config: GatewayConfig, person: Person, kind: SignerKind): Promise<Client> {
  const peers = newPeerClients(config.peers);
  const client = await peers.connected(config.deadlines.connectMs);
  if (client === undefined) {
    throw new Error('no peer can be reached');
  }
  const { mspId, certificate, privateKey } = person.identity;
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(certificate) },
    ...(kind === 'native'
      ? { signer: newNativeSigner(privateKey), hash: hash.none }
      : { signer: signers.newPrivateKeySigner(privateKey) }),
    ...toDeadlines(config),
  });
  const contract = gateway.getNetwork(config.channel).getContract(config.chaincode);
  return {
    issue: newIssue(contract, config, person),
    verify: async (request) => {
      const options = { arguments: [toCanonicalJson(request)], endorsingOrganizations: [mspId] };
      parse(await contract.evaluate('license:verify', options));
    },
    close: () => {
      gateway.close();
      peers.close();
    },
  };
}

function newIssue(contract: Contract, { cityMspId, organisation }: GatewayConfig, { caller }: Person): Client['issue'] {
  return async (order) => {
    const requestId = randomUUID();
    const { idType, idNumber } = order.holder;
    const found = await contract.evaluate('license:findHolder', {
      arguments: ['{}'],
      transientData: { [TRANSIENT_HOLDER]: toCanonicalJson({ idType, idNumber }) },
      endorsingOrganizations: [cityMspId],
    });
    const lookup = parse(found) as FindHolderResult;
    const parts = newIssueRequest({ caller, requestId, order, lookup, randomness: newRequestRandomness(randomBytes(32)) });
    const result = await submit(contract, {
      arguments: [toCanonicalJson(parts.argument)],
      transientData: { [TRANSIENT_PRIVATE]: toCanonicalJson(parts.private), [TRANSIENT_HOLDER]: toCanonicalJson(parts.holder) },
      endorsingOrganizations: [cityMspId, organisation.mspId],
    });
    return String((result as { identifier?: unknown }).identifier);
  };
}

async function submit(contract: Contract, options: ProposalOptions): Promise<unknown> {
  const commit = await contract.submitAsync('license:issue', options);
  const status = await commit.getStatus();
  if (!status.successful) {
    throw new Error(`validation code ${String(status.code)}`);
  }
  return parse(commit.getResult());
}

function parse(bytes: Uint8Array): unknown {
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
