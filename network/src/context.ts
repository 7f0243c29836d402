import type { CommandRunner } from './commands/command';
import type { Binaries } from './commands/binaries';
import type { Supervisor } from './processes/supervisor';
import type { ResolvedTopology } from './topology/types';

/** What every step of bringing a network up works with. */
export interface NetworkContext {
  readonly topology: ResolvedTopology;
  readonly binaries: Binaries;
  readonly runner: CommandRunner;
  readonly supervisor: Supervisor;
  /** Tells a person what is going on; one short line each. */
  readonly progress: (message: string) => void;
}
