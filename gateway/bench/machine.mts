import { arch, cpus, release, totalmem } from 'node:os';

import type { NetworkUnderTest } from './network.mts';

/** Where something was measured. */
export type Machine = Readonly<Record<'processor' | 'kernel' | 'node' | 'fabric', string>> & {
  readonly cores: number;
  readonly memoryBytes: number;
};

export function describeMachine({ fabricVersion }: NetworkUnderTest): Machine {
  return {
    processor: `${cpus()[0]?.model ?? 'unknown'} (${arch()})`,
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    fabric: fabricVersion,
  };
}
