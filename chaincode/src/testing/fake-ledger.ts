import { CITY, DISTRICTS, sha256Hex } from '@shengjing/core';
import { isPolicySatisfied } from './policies';

/** What one simulated transaction wants to write. */
export interface WriteSet {
  readonly state: Map<string, string>;
  /** Keys that are removed. */
  readonly deletes: Set<string>;
  /** Private values that are purged, as `[collection, key]`. */
  readonly purges: [string, string][];
  /** Key-level policies, as hexadecimal bytes. */
  readonly policies: Map<string, string>;
  /** Private values by collection and key. */
  readonly privateData: Map<string, Map<string, string>>;
}

/** The committed state that all organisations of a test share, with the private values that each would keep. */
export class FakeLedger {
  readonly committed: WriteSet = newWriteSet();
  /** How often each key of the public state was written or removed. */
  readonly #versions = new Map<string, number>();

  /** Version of a key; it changes with every commit that touches the key. */
  versionOf(key: string): number {
    return this.#versions.get(key) ?? 0;
  }

  commit(writes: WriteSet): void {
    [...writes.state.keys(), ...writes.deletes].forEach((key) => this.#versions.set(key, this.versionOf(key) + 1));
    writes.deletes.forEach((key) => {
      this.committed.state.delete(key);
      this.committed.policies.delete(key);
    });
    writes.state.forEach((value, key) => this.committed.state.set(key, value));
    writes.purges.forEach(([collection, key]) => this.committed.privateData.get(collection)?.delete(key));
    writes.policies.forEach((value, key) => this.committed.policies.set(key, value));
    for (const [collection, values] of writes.privateData) {
      values.forEach((value, key) => {
        putPrivate(this.committed, collection, key, value);
      });
    }
  }

  /** The keys whose writing these endorsers are not enough for, as a validating peer judges it. */
  unendorsed({ state, deletes, purges, policies, privateData }: WriteSet, endorsers: readonly string[]): string[] {
    const keys = [...new Set([...state.keys(), ...deletes, ...policies.keys()])];
    const collections = [...new Set([...privateData.keys(), ...purges.map(([collection]) => collection)])];
    return [
      ...keys.filter((key) => !this.#mayChange(key, endorsers)),
      ...collections.filter((collection) => !endorsers.includes(collection.replace('_implicit_org_', ''))),
    ];
  }

  /** A key without a policy of its own is under the chaincode's: the city and one district. */
  #mayChange(key: string, endorsers: readonly string[]): boolean {
    const policy = this.committed.policies.get(key);
    return policy === undefined
      ? endorsers.includes(CITY.mspId) && DISTRICTS.some(({ mspId }) => endorsers.includes(mspId))
      : isPolicySatisfied(Buffer.from(policy, 'hex'), endorsers);
  }

  privateHash(collection: string, key: string): Buffer {
    const value = this.committed.privateData.get(collection)?.get(key);
    return value === undefined ? Buffer.alloc(0) : Buffer.from(sha256Hex(value), 'hex');
  }
}

export function newWriteSet(): WriteSet {
  return { state: new Map(), deletes: new Set(), purges: [], policies: new Map(), privateData: new Map() };
}

export function putPrivate({ privateData }: WriteSet, collection: string, key: string, value: string): void {
  const values = privateData.get(collection) ?? new Map<string, string>();
  privateData.set(collection, values.set(key, value));
}
