import { parseRequest, pingRequestSchema, toCanonicalJson, type PingResult } from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import { readChaincodeVersion } from '../configuration/chaincode-version';
import { CodedContract } from './coded-contract';

/** Transactions about the chaincode itself. */
export class SystemContract extends CodedContract {
  readonly #version: string;

  constructor(version: string = readChaincodeVersion(process.env)) {
    super('system');
    this.#version = version;
  }

  /**
   * Answers with the organisation of the peer and the version of the chaincode, and writes nothing. The answers of two
   * organisations differ, so readiness asks each by itself.
   */
  @Returns('string')
  async ping({ stub }: Context, argument: string): Promise<string> {
    parseRequest(pingRequestSchema, argument);
    const result: PingResult = { schema: 'ping/1', mspId: stub.getMspID(), chaincodeVersion: this.#version };
    return Promise.resolve(toCanonicalJson(result));
  }
}
