import type { Proposal, ProposalOptions, Status, Transaction } from '@hyperledger/fabric-gateway';
import { toCanonicalJson } from '@shengjing/core';

import type { GatewayConfig } from '../config';
import { retryOn } from '../retry/retry-on';
import { FabricFailure } from './fabric-failure';
import type { FabricPort, SubmitOutcome, TransactionCall, TransactionState } from './fabric-port';
import { type FabricSession, newFabricSession } from './fabric-session';
import { newPeerClients, type PeerClients } from './peer-clients';
import type { SigningIdentity } from './signing-identity';
import { isOutcomeUnknown, newStageRunner, type StageObserver, type StageRunner } from './stages';
import { toCommitFailure } from './to-fabric-failure';
import { awaitTransactionState, readTransactionState } from './transaction-state';

/** The part of the configuration that concerns Fabric. */
export type FabricConfig = Pick<GatewayConfig, 'peers' | 'deadlines' | 'channel' | 'chaincode' | 'organisation'>;

/**
 * A lost race shows as a read conflict, or, when the winner in the same block gave the key a policy of its own,
 * as a failure of the endorsement policy. A new transaction finds out how things stand.
 */
const LOST_RACES = ['WRITE_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'] as const;

/** Connects a gateway to the peers of its own organisation. */
export function newFabricClient(config: FabricConfig, observe: StageObserver): FabricPort {
  return new FabricClient(config, newPeerClients(config.peers), newStageRunner(observe));
}

class FabricClient implements FabricPort {
  readonly #config: FabricConfig;
  readonly #peers: PeerClients;
  readonly #run: StageRunner;

  constructor(config: FabricConfig, peers: PeerClients, run: StageRunner) {
    this.#config = config;
    this.#peers = peers;
    this.#run = run;
  }

  async evaluate(call: TransactionCall): Promise<unknown> {
    try {
      return await this.#evaluateOnce(call);
    } catch (error) {
      // The connection broke on the way: reading twice does no harm, and another peer may be there.
      if (error instanceof FabricFailure && error.code === 'PEER_UNAVAILABLE' && error.stage === 'evaluate') {
        return this.#evaluateOnce(call);
      }
      throw error;
    }
  }

  async endorse(call: TransactionCall): Promise<void> {
    await this.#endorse(call);
  }

  async submit(call: TransactionCall): Promise<SubmitOutcome> {
    return retryOn(LOST_RACES, () => this.#submitOnce(call));
  }

  async transactionState(identity: SigningIdentity, txId: string): Promise<TransactionState> {
    const deadline = after(this.#config.deadlines.stateMs);
    return readTransactionState(() => this.#commitStatus(identity, txId, deadline));
  }

  close(): void {
    this.#peers.close();
  }

  async #evaluateOnce(call: TransactionCall): Promise<unknown> {
    // On another organisation's peer it is a step towards a write, and fails as one.
    const errorStage = call.endorsers.includes(this.#config.organisation.mspId) ? 'evaluate' : 'endorse';
    const proposal = await this.#propose(call);
    const deadline = after(this.#config.deadlines.evaluateMs);
    return parseResult(await this.#run('evaluate', () => proposal.evaluate({ deadline }), errorStage));
  }

  async #submitOnce(call: TransactionCall): Promise<SubmitOutcome> {
    const transaction = await this.#endorse(call);
    const txId = transaction.getTransactionId();
    await this.#send(transaction);
    const deadline = after(this.#config.deadlines.commitMs);
    const state = await awaitTransactionState(() => this.#commitStatus(call.identity, txId, deadline), deadline);
    switch (state.state) {
      case 'unknown':
        return { outcome: 'unknown', txId };
      case 'invalid':
        throw toCommitFailure(state.validationCode, txId);
      case 'committed':
        return {
          outcome: 'committed',
          txId,
          blockNumber: state.blockNumber,
          result: parseResult(transaction.getResult()),
        };
    }
  }

  async #endorse(call: TransactionCall): Promise<Transaction> {
    const proposal = await this.#propose(call);
    const deadline = after(this.#config.deadlines.endorseMs);
    return this.#run('endorse', () => proposal.endorse({ deadline }));
  }

  /** Returns when the orderers have the transaction, or may have it. */
  async #send(transaction: Transaction): Promise<void> {
    const deadline = after(this.#config.deadlines.submitMs);
    try {
      await this.#run('submit', () => transaction.submit({ deadline }));
    } catch (error) {
      if (!isOutcomeUnknown(error)) {
        throw error;
      }
    }
  }

  async #commitStatus(identity: SigningIdentity, txId: string, deadline: number): Promise<Status> {
    const session = await this.#connect(identity);
    return this.#run('commit-status', () => session.commitStatus(txId, deadline));
  }

  async #propose(call: TransactionCall): Promise<Proposal> {
    const session = await this.#connect(call.identity);
    return session.contract.newProposal(call.transaction, toProposalOptions(call));
  }

  async #connect(identity: SigningIdentity): Promise<FabricSession> {
    const client = await this.#run('connect', async () => {
      const connected = await this.#peers.connected(this.#config.deadlines.connectMs);
      if (!connected) {
        throw new FabricFailure('PEER_UNAVAILABLE', { stage: 'connect' });
      }
      return connected;
    });
    return newFabricSession(client, identity, this.#config);
  }
}

function toProposalOptions({ argument, endorsers, transient }: TransactionCall): ProposalOptions {
  return {
    arguments: [toCanonicalJson(argument)],
    endorsingOrganizations: [...endorsers],
    ...(transient && { transientData: { ...transient } }),
  };
}

function parseResult(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
}

function after(milliseconds: number): number {
  return Date.now() + milliseconds;
}
