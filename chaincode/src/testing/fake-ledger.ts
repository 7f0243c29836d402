import { sha256Hex } from '@shengjing/core';

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

  commit(writes: WriteSet): void {
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
