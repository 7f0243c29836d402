import type { CommandRunner } from './commands/command.js';
import type { Binaries } from './commands/binaries.js';
import type { Supervisor } from './processes/supervisor.js';
import type { ResolvedTopology } from './topology/types.js';

/** What every step of bringing a network up works with. */
export interface NetworkContext {
  readonly topology: ResolvedTopology;
  readonly binaries: Binaries;
  readonly runner: CommandRunner;
  readonly supervisor: Supervisor;
  /** Tells a person what is going on; one short line each. */
  readonly progress: (message: string) => void;
}
