import { readFileSync, statSync } from 'node:fs';
import type { NetworkContext } from '../../src/context';
import { everythingUnder } from './walk';

export interface RecordedSecrets {
  /** Every generated password, and a line of every private key. */
  readonly all: () => string[];
  /** Every command that was run, with its arguments and its line for a shell. */
  readonly commandLines: () => string[];
}

/** Keeps the secrets that commands are given from now on: those of enrolments are gone from the disk afterwards. */
export function recordSecrets({ runner, topology: { stateDir } }: NetworkContext): RecordedSecrets {
  const passwords = new Set<string>();
  const commandLines: string[] = [];
  const run = runner.run.bind(runner);
  jest.spyOn(runner, 'run').mockImplementation(async (command) => {
    for (const { file } of Object.values(command.secretEnv ?? {})) {
      passwords.add(readFileSync(file, 'utf8'));
    }
    commandLines.push(command.args.join(' '), runner.toShell(command));
    return await run(command);
  });
  const files = () => everythingUnder(stateDir).filter((file) => statSync(file).isFile());
  return {
    all: () => [...passwords, ...files().flatMap(secretsIn)],
    commandLines: () => commandLines,
  };
}

const PRIVATE_KEY = /-----BEGIN (?:EC )?PRIVATE KEY-----\n(\S+)/g;
const HOLDER_KEY = /"key":"([0-9a-f]{64})"/g;

function secretsIn(file: string): string[] {
  const text = readFileSync(file, 'latin1');
  return [...text.matchAll(PRIVATE_KEY), ...text.matchAll(HOLDER_KEY)].flatMap(([, secret]) => secret ?? []);
}
