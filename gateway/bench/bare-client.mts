import { randomBytes, randomUUID } from 'node:crypto';

import type { Contract, ProposalOptions } from '@hyperledger/fabric-gateway';
import { type FindHolderResult, toCanonicalJson, TRANSIENT_HOLDER, TRANSIENT_PRIVATE } from '@shengjing/core';

import type { GatewayConfig } from '../dist/config/index.js';
import type { SigningIdentity } from '../dist/fabric/signing-identity.js';
import type { Caller } from '../dist/identities/index.js';
import type { IssueOrder } from '../dist/licenses/issue-order.js';
import { newIssueRequest } from '../dist/licenses/new-issue-request.js';
import { newRequestRandomness, type RequestRandomness } from '../dist/outbox/request-randomness.js';
import { type BareConnection, parseAnswer, submit } from './bare-connection.mts';
import type { Client } from './client.mts';

/** A person who uses the SDK in the process of the benchmark, without a gateway. */
export interface Person {
  readonly caller: Caller;
  readonly identity: SigningIdentity;
}

/** One issue of a bare client. */
export interface BareIssue {
  readonly caller: Caller;
  readonly requestId: string;
  readonly order: IssueOrder;
  readonly randomness: RequestRandomness;
}

/**
 * The SDK and nothing around it. An issue is what it is in the gateway: the holder is looked up at the city, the private
 * part is built with its salts, and the city and the own organisation endorse.
 */
export function newBareClient(connection: BareConnection, config: GatewayConfig, { caller }: Person): Client {
  const { contract } = connection;
  return {
    issue: async (order) => {
      const issue = { caller, requestId: randomUUID(), order, randomness: newRequestRandomness(randomBytes(32)) };
      return toIdentifier(await submit(contract, 'license:issue', await toProposal(contract, config, issue)));
    },
    verify: async (request) => {
      const options = { arguments: [toCanonicalJson(request)], endorsingOrganizations: [config.organisation.mspId] };
      parseAnswer(await contract.evaluate('license:verify', options));
    },
    close: () => {
      connection.close();
    },
  };
}

/** Looks the holder up at the city and puts the issue together. */
export async function toProposal(contract: Contract, config: GatewayConfig, issue: BareIssue): Promise<ProposalOptions> {
  const parts = newIssueRequest({ ...issue, lookup: await findHolder(contract, config, issue.order) });
  return {
    arguments: [toCanonicalJson(parts.argument)],
    transientData: { [TRANSIENT_PRIVATE]: toCanonicalJson(parts.private), [TRANSIENT_HOLDER]: toCanonicalJson(parts.holder) },
    endorsingOrganizations: [config.cityMspId, config.organisation.mspId],
  };
}

/** What the city knows of the holder. */
export async function findHolder(contract: Contract, { cityMspId }: GatewayConfig, { holder }: IssueOrder): Promise<FindHolderResult> {
  const { idType, idNumber } = holder;
  const found = await contract.evaluate('license:findHolder', {
    arguments: ['{}'],
    transientData: { [TRANSIENT_HOLDER]: toCanonicalJson({ idType, idNumber }) },
    endorsingOrganizations: [cityMspId],
  });
  return parseAnswer(found) as FindHolderResult;
}

/** The identifier of the license that was issued. */
export function toIdentifier(answer: Uint8Array): string {
  return String((parseAnswer(answer) as { identifier?: unknown }).identifier);
}
