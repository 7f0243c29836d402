import { Gauge, type Registry } from 'prom-client';

import type { Checkpoint } from './checkpoint';

/** How far the index has come. */
export interface IndexStatus {
  /** The last block that is in the index. */
  readonly block: number;
  /** How many blocks of the ledger are missing, as last known; null while the ledger's height is not known. */
  readonly lag: number | null;
}

/** Keeps in mind how far the index and the ledger have come. */
export interface IndexStatusKeeper {
  /** undefined until the index holds a block. */
  readonly status: IndexStatus | undefined;
  noteCheckpoint(checkpoint: Checkpoint): void;
  /** Whether it is known which ledger the index must be of. */
  readonly knowsLedger: boolean;
  /** @param genesis - Hash of block 0 as the peers have it. */
  noteGenesis(genesis: string): void;
  /** @param height - Number of blocks of the ledger. */
  noteHeight(height: number): void;
}

/**
 * A keeper for the index of one channel and chaincode; what another ledger's index says does not count. An index that
 * was there at start counts until the peers have told which ledger it must be of, so that it serves while they are away.
 */
export function newIndexStatus(wanted: Pick<Checkpoint, 'channel' | 'chaincode'>): IndexStatusKeeper {
  let latest: Checkpoint | undefined;
  let ledgerHeight: number | undefined;
  let expected: string | undefined;
  const isWanted = ({ channel, chaincode, genesis }: Checkpoint): boolean =>
    channel === wanted.channel && chaincode === wanted.chaincode && genesis === (expected ?? genesis);
  return {
    get status() {
      if (!latest || latest.block < 0 || !isWanted(latest)) {
        return undefined;
      }
      const { block } = latest;
      return { block, lag: ledgerHeight === undefined ? null : Math.max(0, ledgerHeight - 1 - block) };
    },
    get knowsLedger() {
      return expected !== undefined;
    },
    noteCheckpoint: (checkpoint) => {
      latest = checkpoint;
    },
    noteGenesis: (genesis) => {
      expected = genesis;
    },
    noteHeight: (height) => {
      ledgerHeight = height;
    },
  };
}

/** Shows the status to Prometheus. */
export function registerIndexGauges(registry: Registry, keeper: IndexStatusKeeper): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | null | undefined): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const value = read();
        if (typeof value === 'number') {
          this.set(value);
        } else {
          this.reset();
        }
      },
    });
  };
  gauge('shengjing_index_block', 'Last block that is in the index.', () => keeper.status?.block);
  gauge('shengjing_index_lag_blocks', 'Blocks of the ledger that the index lacks.', () => keeper.status?.lag);
}
