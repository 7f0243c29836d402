
import {
  type handleUnaryCall,
  Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type status,
} from '@grpc/grpc-js';
import { common, gateway, google, peer } from '@hyperledger/fabric-protos';
import { Any } from 'google-protobuf/google/protobuf/any_pb';

import type { PeerConfig } from '../config';
import { newSelfSigned } from './certificates';

/** What a fake peer answers at one stage: bytes of a result, a validation code, a failure, or nothing at all. */
export interface PeerFailure {
  readonly code: status;
  readonly message: string;
  /** What the endorsers said. */
  readonly details?: readonly string[];
}

interface Handlers {
  evaluate: () => string | PeerFailure | null;
  endorse: () => string | PeerFailure | null;
  submit: () => PeerFailure | undefined;
  commitStatus: () => number | PeerFailure | 'silent';
}

type Stage = keyof Handlers;

const PATHS: Readonly<Record<Stage, string>> = {
  evaluate: 'Evaluate',
  endorse: 'Endorse',
  submit: 'Submit',
  commitStatus: 'CommitStatus',
};

const identity = (value: Buffer): Buffer => value;

/** A peer's gateway service over TLS, as far as the fabric-gateway SDK speaks to it. */
export class FakePeer implements Handlers {
  readonly asked: Stage[] = [];
  /** The bytes of what it was to send to the orderers. */
  readonly submitted: Uint8Array[] = [];
  readonly config: PeerConfig;
  evaluate: Handlers['evaluate'] = () => '{}';
  endorse: Handlers['endorse'] = () => '{}';
  submit: Handlers['submit'] = () => undefined;
  commitStatus: Handlers['commitStatus'] = () => 0;
  readonly #server: Server;

  private constructor(server: Server, config: PeerConfig) {
    this.#server = server;
    this.config = config;
  }

  static async start(name: string): Promise<FakePeer> {
    const { certificate, key } = await newSelfSigned(name);
    const server = new Server();
    const credentials = ServerCredentials.createSsl(null, [
      { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) },
    ]);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
        if (error) {
          reject(error);
        } else {
          resolve(bound);
        }
      });
    });
    const endpoint = `127.0.0.1:${String(port)}`;
    const fake = new FakePeer(server, { name, endpoint, tlsRoot: Buffer.from(certificate) });
    server.addService(newServiceDefinition(), fake.#handlers());
    return fake;
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #handlers(): Record<Stage, handleUnaryCall<Buffer, Buffer>> {
    return {
      evaluate: (_call, callback) => {
        this.#answer('evaluate', callback, toEvaluateResponse);
      },
      endorse: (_call, callback) => {
        this.#answer('endorse', callback, toEndorseResponse);
      },
      submit: (call, callback) => {
        this.submitted.push(call.request);
        this.#answer('submit', callback, () => new gateway.SubmitResponse().serializeBinary());
      },
      commitStatus: (_call, callback) => {
        this.#answer('commitStatus', callback, toCommitStatusResponse);
      },
    };
  }

  #answer(stage: Stage, callback: sendUnaryData<Buffer>, encode: (value: string) => Uint8Array): void {
    this.asked.push(stage);
    const answer = this[stage]();
    if (answer === 'silent' || answer === null) {
      return;
    }
    if (typeof answer === 'object') {
      callback({ code: answer.code, details: answer.message, metadata: toMetadata(answer) });
    } else {
      callback(null, Buffer.from(encode(String(answer))));
    }
  }
}


function newServiceDefinition(): ServiceDefinition {
  const entries = Object.entries(PATHS).map(([name, method]) => [
    name,
    {
      path: `/gateway.Gateway/${method}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    },
  ]);
  return Object.fromEntries(entries) as ServiceDefinition;
}

function toEvaluateResponse(payload: string): Uint8Array {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(Buffer.from(payload));
  const answer = new gateway.EvaluateResponse();
  answer.setResult(response);
  return answer.serializeBinary();
}

/** The result sits inside the transaction, six layers deep. */
function toEndorseResponse(payload: string): Uint8Array {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(Buffer.from(payload));
  const action = new peer.ChaincodeAction();
  action.setResponse(response);
  const responsePayload = new peer.ProposalResponsePayload();
  responsePayload.setExtension$(action.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responsePayload.serializeBinary());
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setAction(endorsed);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(transactionAction);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setChannelId('shenyang');
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const envelopePayload = new common.Payload();
  envelopePayload.setHeader(header);
  envelopePayload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(envelopePayload.serializeBinary());
  const answer = new gateway.EndorseResponse();
  answer.setPreparedTransaction(envelope);
  return answer.serializeBinary();
}

function toCommitStatusResponse(code: string): Uint8Array {
  const answer = new gateway.CommitStatusResponse();
  answer.setResult(Number(code) as never);
  answer.setBlockNumber(7);
  return answer.serializeBinary();
}

function toMetadata({ code, message, details = [] }: PeerFailure): Metadata {
  const rich = new google.rpc.Status();
  rich.setCode(code);
  rich.setMessage(message);
  for (const text of details) {
    const detail = new gateway.ErrorDetail();
    detail.setAddress('peer.example:7051');
    detail.setMspId('CityMSP');
    detail.setMessage(text);
    const any = new Any();
    any.pack(detail.serializeBinary(), 'gateway.ErrorDetail');
    rich.addDetails(any);
  }
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(rich.serializeBinary()));
  return metadata;
}
