import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, GatewayError, signers, StatusCode, type Gateway, type Proposal, type Transaction } from '@hyperledger/fabric-gateway';
import { parseErrorBody, toCanonicalJson, type RequestOf, type ResultOf, type TransactionName } from '@shengjing/core';
import { tlsRootFile, type TemporaryNetwork } from '@shengjing/network';
import type { Operator } from './operators';

const DEADLINE = 30_000;
/** A name in every node's certificate; TLS knows no addresses there. */
const TLS_NAME = { 'grpc.ssl_target_name_override': 'localhost' };

/** A call of one transaction by one person, at a peer of the person's own organisation. */
export interface LedgerCall<Name extends TransactionName = TransactionName> {
  readonly operator: Operator;
  readonly name: Name;
  readonly request: RequestOf<Name>;
  readonly transient?: Readonly<Record<string, string>>;
  /** MSP ids of those who execute it; the person's own organisation unless told. */
  readonly endorsers?: readonly string[];
  /** Which of the organisation's peers is asked; the first unless told. */
  readonly peer?: number;
}

/** What became of a transaction. */
export interface Committed {
  readonly txId: string;
  /** Fabric's name, as in `VALID`. */
  readonly validationCode: string;
  readonly blockNumber: number;
  readonly result: unknown;
}

/** Calls the chaincode without a gateway of ours in between. */
export class LedgerClient {
  readonly #network: TemporaryNetwork;
  readonly #clients = new Map<string, Client>();

  constructor(network: TemporaryNetwork) {
    this.#network = network;
  }

  async evaluate<Name extends TransactionName>(call: LedgerCall<Name>): Promise<ResultOf<Name>> {
    const bytes = await this.propose(call).evaluate();
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as ResultOf<Name>;
  }

  async submit(call: LedgerCall): Promise<Committed> {
    return await this.send(await this.endorse(call));
  }

  async endorse(call: LedgerCall): Promise<Transaction> {
    return await this.propose(call).endorse();
  }

  propose({ operator, peer, name, request, transient, endorsers }: LedgerCall): Proposal {
    const { channel, chaincode } = this.#network.context.topology;
    return this.connection(operator, peer).getNetwork(channel).getContract(chaincode).newProposal(name, {
      arguments: [toCanonicalJson(request)],
      endorsingOrganizations: [...(endorsers ?? [operator.mspId])],
      ...(transient && { transientData: { ...transient } }),
    });
  }

  /** Orders the transaction as it is and waits for its commit. */
  async send(transaction: Transaction): Promise<Committed> {
    const commit = await transaction.submit();
    const { code, blockNumber } = await commit.getStatus();
    const result: unknown = JSON.parse(Buffer.from(transaction.getResult()).toString('utf8'));
    return { txId: transaction.getTransactionId(), validationCode: toCodeName(code), blockNumber: Number(blockNumber), result };
  }

  /** The SDK's own connection of a person. */
  connection({ organisation, mspId, certificate, key }: Operator, peer = 0): Gateway {
    const deadline = () => ({ deadline: Date.now() + DEADLINE });
    return connect({
      client: this.#client(organisation, peer),
      identity: { mspId, credentials: certificate },
      signer: signers.newPrivateKeySigner(key),
      evaluateOptions: deadline,
      endorseOptions: deadline,
      submitOptions: deadline,
      commitStatusOptions: deadline,
    });
  }

  close(): void {
    this.#clients.forEach((client) => {
      client.close();
    });
  }

  #client(organisationId: string, index: number): Client {
    const organisation = this.#network.organisation(organisationId);
    const { host, port } = organisation.peers[index] ?? { host: '', port: 0 };
    const address = `${host}:${String(port)}`;
    const client = this.#clients.get(address) ?? new Client(address, credentials.createSsl(readFileSync(tlsRootFile(organisation))), TLS_NAME);
    this.#clients.set(address, client);
    return client;
  }
}

/** The code with which the contract refuses; fails when it does not refuse, or something else does. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GatewayError)) {
    throw error;
  }
  const texts = [error.cause.details, ...error.details.map(({ message }) => message)];
  const body = texts.map(parseErrorBody).find((candidate) => candidate !== undefined);
  if (body === undefined) {
    throw error;
  }
  return body.code;
}

function toCodeName(code: number): string {
  return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? String(code);
}
