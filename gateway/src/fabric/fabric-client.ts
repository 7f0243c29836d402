import { X509Certificate } from 'node:crypto';

import type { Proposal, ProposalOptions, Status, Transaction } from '@hyperledger/fabric-gateway';
import { toCanonicalJson } from '@shengjing/core';

import type { GatewayConfig } from '../config';
import { readResult } from './envelope';
import { FabricFailure } from './fabric-failure';
import type { FabricPort, PreparedTransaction, TransactionCall, TransactionState } from './fabric-port';
import { type FabricSession, newFabricSession } from './fabric-session';
import { newPeerClients, type PeerClients } from './peer-clients';
import type { SigningIdentity } from './signing-identity';
import { newStageRunner, type StageObserver, type StageRunner } from './stages';
import { awaitTransactionState, readTransactionState } from './transaction-state';

/** The part of the configuration that concerns Fabric. */
export type FabricConfig = Pick<GatewayConfig, 'peers' | 'deadlines' | 'channel' | 'chaincode' | 'organisation'>;

const EXPIRIES = new WeakMap<SigningIdentity, number>();

/** An endorsed transaction with the session that can sign it. */
interface EndorsedTransaction {
  readonly session: FabricSession;
  readonly transaction: Transaction;
}

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

  async prepare(call: TransactionCall, deadline?: number): Promise<PreparedTransaction> {
    const { session, transaction } = await this.#endorse(call, deadline);
    return { txId: transaction.getTransactionId(), envelope: session.sign(transaction), expiresAt: expiryOf(call.identity) };
  }

  async send(identity: SigningIdentity, envelope: Uint8Array): Promise<void> {
    const session = await this.#connect(identity);
    const deadline = after(this.#config.deadlines.submitMs);
    await this.#run('submit', () => session.toTransaction(envelope).submit({ deadline }));
  }

  resultOf(envelope: Uint8Array): unknown {
    return parseResult(readResult(envelope));
  }

  async transactionState(identity: SigningIdentity, txId: string): Promise<TransactionState> {
    const deadline = after(this.#config.deadlines.stateMs);
    return readTransactionState(() => this.#commitStatus(identity, txId, deadline));
  }

  async awaitState(identity: SigningIdentity, txId: string, deadline: number): Promise<TransactionState> {
    return awaitTransactionState(() => this.#commitStatus(identity, txId, deadline), deadline);
  }

  close(): void {
    this.#peers.close();
  }

  async #evaluateOnce(call: TransactionCall): Promise<unknown> {
    // On another organisation's peer it is a step towards a write, and fails as one.
    const errorStage = call.endorsers.includes(this.#config.organisation.mspId) ? 'evaluate' : 'endorse';
    const { proposal } = await this.#propose(call);
    const deadline = after(this.#config.deadlines.evaluateMs);
    return parseResult(await this.#run('evaluate', () => proposal.evaluate({ deadline }), errorStage));
  }

  async #endorse(call: TransactionCall, latest = Infinity): Promise<EndorsedTransaction> {
    const { session, proposal } = await this.#propose(call);
    const deadline = Math.min(after(this.#config.deadlines.endorseMs), latest);
    return { session, transaction: await this.#run('endorse', () => proposal.endorse({ deadline })) };
  }

  async #commitStatus(identity: SigningIdentity, txId: string, deadline: number): Promise<Status> {
    const session = await this.#connect(identity);
    return this.#run('commit-status', () => session.commitStatus(txId, deadline));
  }

  async #propose(call: TransactionCall): Promise<{ session: FabricSession; proposal: Proposal }> {
    const session = await this.#connect(call.identity);
    return { session, proposal: session.contract.newProposal(call.transaction, toProposalOptions(call)) };
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

/** When the certificate of an identity ends; parsed once for each. */
function expiryOf(identity: SigningIdentity): number {
  const known = EXPIRIES.get(identity) ?? new X509Certificate(identity.certificate).validToDate.getTime();
  EXPIRIES.set(identity, known);
  return known;
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
