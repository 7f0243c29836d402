import path from 'node:path';
import { Binaries } from './commands/binaries';
import { CommandRunner } from './commands/command';
import type { NetworkContext } from './context';
import { Supervisor } from './processes/supervisor';
import { loadTopology } from './topology/load';
import { resolveTopology } from './topology/resolve';

export interface GlobalOptions {
  readonly topology: string;
  readonly state: string;
  readonly portOffset: number;
  readonly verbose: boolean;
}

/** What every command works with. From here on, whatever this process and its children write is their owner's only. */
export function createContext(options: GlobalOptions): NetworkContext {
  process.umask(0o077);
  const stateDir = path.resolve(options.state);
  const topology = resolveTopology(loadTopology(options.topology), { stateDir, portOffset: options.portOffset });
  const binaries = new Binaries(process.env['FABRIC_BIN']);
  const started = Date.now();
  return {
    topology,
    binaries,
    runner: new CommandRunner(binaries, options.verbose),
    supervisor: new Supervisor(stateDir),
    progress: (message) => {
      process.stderr.write(`[${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${message}\n`);
    },
  };
}
