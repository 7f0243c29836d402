import { common, peer } from '@hyperledger/fabric-protos';
import { createHash } from 'node:crypto';
import type { Stub } from '../ledger/stub';
import { newWriteSet, putPrivate, type FakeLedger } from './fake-ledger';

const LAST = '\u{10ffff}';

export interface FakeStubOptions {
  readonly ledger: FakeLedger;
  /** Organisation of the peer and its chaincode server. */
  readonly peerMspId: string;
  readonly nonce: number;
  readonly timestamp: Date;
  readonly transient: Readonly<Record<string, string | Buffer>>;
}

interface Entry {
  readonly key: string;
  readonly value: Buffer;
}

/** The one fake: a peer as a contract sees it. Reads see the committed state only, as on a real peer. */
export class FakeStub {
  readonly writes = newWriteSet();
  /** Keys of the public state that were read one by one, each with its version. */
  readonly reads = new Map<string, number>();
  readonly events: { readonly name: string; readonly payload: string }[] = [];
  readonly #options: FakeStubOptions;

  constructor(options: FakeStubOptions) {
    this.#options = options;
  }

  asStub(): Stub {
    return this as unknown as Stub;
  }

  getTxID(): string {
    return createHash('sha256').update(String(this.#options.nonce)).digest('hex');
  }

  getChannelID(): string {
    return 'shenyang';
  }

  getMspID(): string {
    return this.#options.peerMspId;
  }

  getDateTimestamp(): Date {
    return this.#options.timestamp;
  }

  getTransient(): Map<string, Buffer> {
    return new Map(Object.entries(this.#options.transient).map(([key, value]) => [key, Buffer.from(value)]));
  }

  getSignedProposal(): unknown {
    const id = new peer.ChaincodeID();
    id.setName('city-services');
    const extension = new peer.ChaincodeHeaderExtension();
    extension.setChaincodeId(id);
    const channelHeader = new common.ChannelHeader();
    channelHeader.setExtension$(extension.serializeBinary());
    return { proposal: { header: { channelHeader } } };
  }

  createCompositeKey(kind: string, parts: readonly string[]): string {
    return `\0${[kind, ...parts].map((part) => `${part}\0`).join('')}`;
  }

  getState(key: string): Promise<Buffer> {
    const { ledger } = this.#options;
    this.reads.set(key, ledger.versionOf(key));
    return Promise.resolve(Buffer.from(ledger.committed.state.get(key) ?? ''));
  }

  putState(key: string, value: Uint8Array): Promise<void> {
    this.writes.state.set(key, Buffer.from(value).toString('utf8'));
    return Promise.resolve();
  }

  deleteState(key: string): Promise<void> {
    this.writes.deletes.add(key);
    return Promise.resolve();
  }

  setStateValidationParameter(key: string, policy: Uint8Array): Promise<void> {
    this.writes.policies.set(key, Buffer.from(policy).toString('hex'));
    return Promise.resolve();
  }

  getPrivateData(collection: string, key: string): Promise<Buffer> {
    if (collection !== `_implicit_org_${this.getMspID()}`) {
      return Promise.reject(new Error('private data matching public hash version is not available'));
    }
    return Promise.resolve(Buffer.from(this.#options.ledger.committed.privateData.get(collection)?.get(key) ?? ''));
  }

  getPrivateDataHash(collection: string, key: string): Promise<Buffer> {
    return Promise.resolve(this.#options.ledger.privateHash(collection, key));
  }

  putPrivateData(collection: string, key: string, value: Uint8Array): Promise<void> {
    putPrivate(this.writes, collection, key, Buffer.from(value).toString('utf8'));
    return Promise.resolve();
  }

  purgePrivateData(collection: string, key: string): Promise<void> {
    this.writes.purges.push([collection, key]);
    return Promise.resolve();
  }

  setEvent(name: string, payload: Uint8Array): void {
    this.events.push({ name, payload: Buffer.from(payload).toString('utf8') });
  }

  getStateByPartialCompositeKey(kind: string, parts: readonly string[]): Promise<unknown> {
    return Promise.resolve(newIterator(this.#entries(this.createCompositeKey(kind, parts), '')));
  }

  /** Like a real peer it starts wherever the bookmark says, and an empty page has no metadata. */
  getStateByPartialCompositeKeyWithPagination(
    kind: string,
    parts: readonly string[],
    pageSize: number,
    bookmark: string,
  ): Promise<unknown> {
    const entries = this.#entries(this.createCompositeKey(kind, parts), bookmark);
    const iterator = newIterator(entries.slice(0, pageSize));
    const metadata = { bookmark: entries[pageSize]?.key ?? '' };
    return Promise.resolve(entries.length === 0 ? { iterator } : { iterator, metadata });
  }

  #entries(prefix: string, bookmark: string): Entry[] {
    return [...this.#options.ledger.committed.state]
      .filter(([key]) => key >= (bookmark === '' ? prefix : bookmark) && key < prefix + LAST)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value: Buffer.from(value) }));
  }
}

function newIterator(entries: readonly Entry[]): unknown {
  const rest = [...entries];
  return {
    next: () => Promise.resolve(rest.length > 0 ? { value: rest.shift(), done: false } : { done: true }),
    close: () => Promise.resolve(),
  };
}
