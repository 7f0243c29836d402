import { execFile, type ExecFileException } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { NetworkError } from '../error';
import type { Binaries } from './binaries';

/** One call of one Fabric binary. */
export interface Command {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Environment built from secret files: `{file}` in a template stands for the content of the file. The value
   * exists only in the child's environment; what is printed reads the file again.
   */
  readonly secretEnv?: Readonly<Record<string, SecretTemplate>>;
  /** Milliseconds; 60 s unless told. */
  readonly deadline?: number;
}

export interface SecretTemplate {
  readonly prefix: string;
  readonly file: string;
  readonly suffix: string;
}

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands; prints each, ready to paste, when verbose. */
export class CommandRunner {
  readonly #binaries: Binaries;
  readonly #verbose: boolean;

  constructor(binaries: Binaries, verbose: boolean) {
    this.#binaries = binaries;
    this.#verbose = verbose;
  }

  /** @throws NetworkError COMMAND_FAILED with the end of what the command said. */
  async run(command: Command): Promise<CommandOutput> {
    this.show(command);
    const deadline = command.deadline ?? 60_000;
    return await new Promise((resolve, reject) => {
      execFile(
        this.#binaries.path(command.binary),
        [...command.args],
        { env: environmentOf(command), timeout: deadline, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error === null) {
            resolve({ stdout, stderr });
          } else {
            reject(failure(command, error, stderr || stdout));
          }
        },
      );
    });
  }

  show(command: Command): void {
    if (this.#verbose) {
      process.stderr.write(`${this.toShell(command)}\n`);
    }
  }

  /** The command as one line of shell; secrets are read from their files by the shell, never printed. */
  toShell(command: Command): string {
    const plain = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${quote(value)}`);
    const secret = Object.entries(command.secretEnv ?? {}).map(
      ([name, { prefix, file, suffix }]) => `${name}="${prefix}$(cat ${quote(file)})${suffix}"`,
    );
    return [...plain, ...secret, quote(this.#binaries.path(command.binary)), ...command.args.map(quote)].join(' ');
  }
}

/** The parent's environment without anything that would steer a Fabric binary, and the command's own. */
export function environmentOf(command: Pick<Command, 'env' | 'secretEnv'>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CORE|ORDERER|FABRIC|CHAINCODE|CONFIGTX)_/.test(name));
  const secret = Object.entries(command.secretEnv ?? {}).map(([name, { prefix, file, suffix }]) => [
    name,
    `${prefix}${readFileSync(file, 'utf8')}${suffix}`,
  ]);
  return { ...Object.fromEntries(inherited), ...command.env, ...Object.fromEntries(secret) } as NodeJS.ProcessEnv;
}

/** Node's own error is not kept as the cause: its message repeats all that the command said. */
function failure(command: Command, { code, killed, signal }: ExecFileException, said: string): NetworkError {
  const how = killed === true ? 'did not end in time' : `failed (${String(code ?? signal)})`;
  const end = withoutSecrets(command, said).trim().split('\n').slice(-6).join('\n');
  return new NetworkError('COMMAND_FAILED', `${command.binary} ${command.args.slice(0, 3).join(' ')} ${how}${end === '' ? '' : `:\n${end}`}`);
}

/** Fabric CA's client repeats a failed request with the secret in it. */
function withoutSecrets({ secretEnv = {} }: Command, text: string): string {
  return Object.values(secretEnv).reduce((clean, { file }) => clean.replaceAll(readFileSync(file, 'utf8'), '(secret)'), text);
}

function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
