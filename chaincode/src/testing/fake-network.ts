import './quiet-shim';
import {
  CITY,
  parseErrorBody,
  type ErrorBody,
  type RequestOf,
  type ResultOf,
  type TransactionName,
} from '@shengjing/core';
import type { Context } from 'fabric-contract-api';
import type { CodedContract } from '../contracts/coded-contract';
import { GrantContract } from '../contracts/grant-contract';
import { HolderContract } from '../contracts/holder-contract';
import { LicenseContract } from '../contracts/license-contract';
import { PresentationContract } from '../contracts/presentation-contract';
import { SystemContract } from '../contracts/system-contract';
import { FakeLedger } from './fake-ledger';
import { FakeStub } from './fake-stub';
import { toClientIdentity, type Person } from './people';

export const HOLDER_KEY = { version: 1, secret: Buffer.alloc(32, 7) };

export interface Call {
  readonly transient?: Readonly<Record<string, string | Buffer>>;
  /** Organisation whose peer is asked; the caller's unless told. */
  readonly peer?: string;
  /** Organisations that endorse; the city's and the caller's, or one district's, unless told. */
  readonly endorsers?: readonly string[];
  readonly timestamp?: Date;
}

/** What one peer made of a transaction. */
export interface Simulation {
  readonly stub: FakeStub;
  /** The answer as text, or undefined when it failed. */
  readonly answer: string | undefined;
  readonly error: ErrorBody | undefined;
}

/** A city and its districts, each with a chaincode server of its own over one ledger. */
export class FakeNetwork {
  readonly ledger = new FakeLedger();
  /** What the servers logged. */
  readonly logged: string[] = [];
  readonly #city: Map<string, CodedContract>;
  readonly #district = newContracts(undefined);
  #nonce = 0;

  /** @param hasHolderKey - Whether the city's server was given its key. */
  constructor(hasHolderKey = true) {
    this.#city = newContracts(hasHolderKey ? HOLDER_KEY : undefined);
  }

  /** Runs at the endorsers' peers, asserts that all would sign the same and that they are enough, and commits. */
  async submit<Name extends TransactionName>(
    name: Name,
    caller: Person,
    request: RequestOf<Name>,
    call: Call = {},
  ): Promise<{ result: ResultOf<Name>; simulation: Simulation }> {
    const { endorsers = usualEndorsers(caller) } = call;
    const [simulation, ...others] = await this.#endorse(name, caller, request, { ...call, endorsers });
    assertSucceeded(simulation);
    others.forEach((other) => {
      expect(toComparable(other)).toEqual(toComparable(simulation));
    });
    expect(this.ledger.unendorsed(simulation.stub.writes, endorsers)).toEqual([]);
    this.ledger.commit(simulation.stub.writes);
    return { result: JSON.parse(simulation.answer ?? '') as ResultOf<Name>, simulation };
  }

  /** Commits what a peer made of a transaction, unless another has changed what it read. */
  commit({ stub }: Simulation): 'VALID' | 'MVCC_READ_CONFLICT' {
    if ([...stub.reads].some(([key, version]) => this.ledger.versionOf(key) !== version)) {
      return 'MVCC_READ_CONFLICT';
    }
    this.ledger.commit(stub.writes);
    return 'VALID';
  }

  /** Runs at one peer, commits nothing, and answers with the parsed result. */
  async evaluate<Name extends TransactionName>(
    name: Name,
    caller: Person,
    request: RequestOf<Name>,
    call: Call = {},
  ): Promise<ResultOf<Name>> {
    const simulation = await this.call(name, caller, [JSON.stringify(request)], call);
    assertSucceeded(simulation);
    return JSON.parse(simulation.answer ?? '') as ResultOf<Name>;
  }

  /** The code that one peer refuses with; asserts that it writes and emits nothing. */
  async refusal(name: TransactionName, caller: Person, request: unknown, call: Call = {}): Promise<string | undefined> {
    const { error, stub } = await this.call(name, caller, [JSON.stringify(request)], call);
    expect(isUntouched(stub)).toBe(true);
    return error?.code;
  }

  /** Like `refusal`, but undefined for what is not refused. */
  async refusalOrNone(name: TransactionName, caller: Person, request: unknown, call: Call = {}): Promise<string | undefined> {
    const { error, stub } = await this.call(name, caller, [JSON.stringify(request)], call);
    expect(error === undefined || isUntouched(stub)).toBe(true);
    return error?.code;
  }

  /** Runs at one peer with any arguments. */
  call(name: string, caller: Person, args: readonly string[], call: Call = {}): Promise<Simulation> {
    return this.#simulate(++this.#nonce, name, caller, args, call);
  }

  async #endorse(
    name: TransactionName,
    caller: Person,
    request: unknown,
    call: Call & Required<Pick<Call, 'endorsers'>>,
  ): Promise<[Simulation, ...Simulation[]]> {
    const nonce = ++this.#nonce;
    const [first = CITY.mspId, ...others] = call.endorsers;
    const run = (peer: string): Promise<Simulation> =>
      this.#simulate(nonce, name, caller, [JSON.stringify(request)], { ...call, peer });
    return [await run(first), ...(await Promise.all(others.map(run)))];
  }

  async #simulate(
    nonce: number,
    name: string,
    caller: Person,
    args: readonly string[],
    call: Call,
  ): Promise<Simulation> {
    const peerMspId = call.peer ?? caller.mspId;
    const { transient = {}, timestamp = new Date() } = call;
    const stub = new FakeStub({ ledger: this.ledger, peerMspId, nonce, timestamp, transient });
    const [contractName = '', transaction = ''] = name.split(':');
    const contract = (peerMspId === CITY.mspId ? this.#city : this.#district).get(contractName);
    const run = contract?.aroundTransaction.bind(contract) as unknown as RunTransaction;
    try {
      const answer = await run(this.#newContext(stub, caller), transaction, [...args]);
      return { stub, answer, error: undefined };
    } catch (error) {
      return { stub, answer: undefined, error: parseErrorBody((error as Error).message) };
    }
  }

  #newContext(stub: FakeStub, caller: Person): Context {
    const error = (text: string): void => {
      this.logged.push(text);
    };
    const logging = { getLogger: () => ({ error }) };
    return { stub: stub.asStub(), clientIdentity: toClientIdentity(caller), logging } as unknown as Context;
  }
}

type RunTransaction = (context: Context, name: string, args: string[]) => Promise<string>;

function newContracts(holderKey: typeof HOLDER_KEY | undefined): Map<string, CodedContract> {
  // An undefined argument would read the environment of the test.
  const license = holderKey === undefined ? new LicenseContract() : new LicenseContract(holderKey);
  const others = [new GrantContract(), new PresentationContract(), new HolderContract(), new SystemContract('0.0.0-test')];
  return new Map<string, CodedContract>([license, ...others].map((contract) => [contract.getName(), contract]));
}

function usualEndorsers({ mspId }: Person): string[] {
  return [CITY.mspId, mspId === CITY.mspId ? 'HunnanMSP' : mspId];
}

function assertSucceeded({ error }: Simulation): void {
  expect(error).toBeUndefined();
}

function isUntouched({ writes: { state, deletes, purges, privateData }, events }: FakeStub): boolean {
  return [state.size, deletes.size, purges.length, privateData.size, events.length].every((count) => count === 0);
}

function toComparable({ stub, answer }: Simulation): unknown {
  return { answer, events: stub.events, writes: stub.writes };
}
