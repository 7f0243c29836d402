import { CodedError, isCodedError, toErrorText } from '@shengjing/core';
import { Contract, type Context } from 'fabric-contract-api';
import { assertTransactionTime } from '../ledger/transaction-time';

/** Longest argument in bytes of UTF-8. */
export const MAX_ARGUMENT_LENGTH = 65_536;

type ContractFunction = Parameters<Contract['aroundTransaction']>[1];

/**
 * A contract whose transactions take one JSON text and answer with canonical JSON, or fail with an error whose message
 * is canonical JSON `{code,message,details?}`.
 *
 * Subclasses mark their transactions with `@Returns('string')` alone. `@Transaction` would declare the parameters, and
 * then the shim compiles a schema for each call and answers a wrong number of arguments with a text of its own.
 */
export abstract class CodedContract extends Contract {
  /** Checks what is common to all transactions, runs one, and gives every failure a code. */
  override aroundTransaction(context: Context, name: ContractFunction, parameters: string[]): Promise<void> {
    return this.#checkAndRun(context, name, parameters).catch((error: unknown) => {
      throw surfaceError(context, error);
    });
  }

  /** Refuses a transaction that the contract does not have. */
  override unknownTransaction(): Promise<void> {
    return Promise.reject(new Error(toErrorText(new CodedError('NOT_FOUND'))));
  }

  async #checkAndRun(context: Context, name: ContractFunction, parameters: readonly string[]): Promise<void> {
    const argument = assertOneArgument(parameters);
    assertTransactionTime(context.stub);
    return super.aroundTransaction(context, name, [argument]);
  }
}

function assertOneArgument(parameters: readonly string[]): string {
  const [argument] = parameters;
  if (argument === undefined || parameters.length !== 1) {
    throw newArgumentError('one-argument');
  }
  if (Buffer.byteLength(argument) > MAX_ARGUMENT_LENGTH) {
    throw newArgumentError('too-long');
  }
  return argument;
}

function newArgumentError(issue: string): CodedError {
  return new CodedError('INVALID_INPUT', { issues: [{ path: '', issue }] });
}

/** The shim logs and sends the message, so it must be the coded one; the rest of an unexpected error stays here. */
function surfaceError(context: Context, error: unknown): Error {
  if (!isCodedError(error)) {
    logUnexpected(context, error);
  }
  return new Error(toErrorText(error));
}

/** Messages of unexpected errors may quote private values (a JSON parser's do), so only name and place are logged. */
function logUnexpected({ logging, stub }: Context, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line)) : [];
  logging.getLogger('unexpected').error([`${stub.getTxID()} ${name}`, ...frames].join('\n'));
}
