import { environmentOf, type Command } from '../commands/command';
import type { NetworkContext } from '../context';

/** A Fabric server that runs until it is stopped. */
export interface FabricProcess extends Command {
  /** Name of the process, for example `peer0.city`. */
  readonly name: string;
  readonly cwd: string;
}

/** Starts the server unless it runs; shows its command line, like every Fabric command, when verbose. */
export function startFabricProcess({ supervisor, runner, binaries }: NetworkContext, process: FabricProcess): void {
  if (supervisor.find(process.name) !== undefined) {
    return;
  }
  runner.show(process);
  supervisor.start({
    name: process.name,
    program: binaries.path(process.binary),
    args: process.args,
    env: environmentOf(process),
    cwd: process.cwd,
  });
}
