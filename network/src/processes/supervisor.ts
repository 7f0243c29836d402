import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../error';
import { endOf, writeFileDurably } from '../files';
import { identify, isAlive, processIdentity, type ProcessIdentity } from './identity';
import { waitFor } from './wait';

const processRecord = processIdentity.extend({ name: z.string() });
export type ProcessRecord = z.infer<typeof processRecord>;

export interface ProcessSpec {
  /** Unique in the network, for example `peer0.city`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/**
 * Starts processes that outlive the command which starts them, and ends only those it has recorded: a process is
 * ours when the recorded process id still has the recorded start time.
 */
export class Supervisor {
  readonly #runDir: string;
  readonly #logDir: string;
  /** Of the processes that this supervisor has started; in memory only, as an environment may hold a secret. */
  readonly #started = new Map<string, ProcessSpec>();

  constructor(stateDir: string) {
    this.#runDir = path.join(stateDir, 'run');
    this.#logDir = path.join(stateDir, 'logs');
  }

  /**
   * Starts the process unless it runs already.
   * @throws NetworkError NODE_DIED when there is no process after the attempt.
   */
  start(spec: ProcessSpec): ProcessRecord {
    const running = this.find(spec.name);
    if (running !== undefined) {
      return running;
    }
    mkdirSync(this.#logDir, { recursive: true, mode: 0o700 });
    const log = openSync(this.logFile(spec.name), 'a', 0o600);
    const child = spawn(spec.program, [...spec.args], { cwd: spec.cwd, env: spec.env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity === undefined) {
      throw new NetworkError('NODE_DIED', `${spec.name} could not be started (${spec.program}):\n${this.logEnd(spec.name)}`);
    }
    const record: ProcessRecord = { name: spec.name, ...identity };
    writeFileDurably(this.#recordFile(spec.name), JSON.stringify(record));
    this.#started.set(spec.name, spec);
    return record;
  }

  /**
   * Starts a process that has ended again, as this supervisor started it; nothing is done while it runs.
   * @throws NetworkError NOT_RUNNING when another supervisor started it, or nobody; NODE_DIED as `start` does.
   */
  restart(name: string): ProcessRecord {
    const spec = this.#started.get(name);
    if (spec === undefined) {
      throw new NetworkError('NOT_RUNNING', `${name} was not started by this command; bring the network up instead`);
    }
    return this.start(spec);
  }

  /** The record of a process that is alive now. */
  find(name: string): ProcessRecord | undefined {
    const file = this.#recordFile(name);
    if (!existsSync(file)) {
      return undefined;
    }
    const record = processRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isAlive(record) ? record : undefined;
  }

  /** @throws NetworkError NODE_DIED with the end of its log. */
  assertAlive(name: string): void {
    if (this.find(name) === undefined) {
      throw new NetworkError('NODE_DIED', `${name} is not running. The end of ${this.logFile(name)}:\n${this.logEnd(name)}`);
    }
  }

  /** Every name that has a record, whether its process is alive or not. */
  names(): string[] {
    if (!existsSync(this.#runDir)) {
      return [];
    }
    return readdirSync(this.#runDir)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  }

  running(): ProcessRecord[] {
    return this.names().flatMap((name) => this.find(name) ?? []);
  }

  /** Asks with SIGTERM, then with SIGKILL when the deadline (milliseconds) has passed. */
  async stop(name: string, deadline = 10_000): Promise<void> {
    const record = this.find(name);
    if (record !== undefined) {
      signal(record, 'SIGTERM');
      try {
        await waitFor(gone(record), { what: `end of ${name}`, deadline });
      } catch {
        signal(record, 'SIGKILL');
        await waitFor(gone(record), { what: `end of ${name}`, deadline });
      }
    }
    rmSync(this.#recordFile(name), { force: true });
  }

  logFile(name: string): string {
    return path.join(this.#logDir, `${name}.log`);
  }

  logEnd(name: string, lines = 15): string {
    const file = this.logFile(name);
    return existsSync(file) ? endOf(file).trimEnd().split('\n').slice(-lines).join('\n') : '(no log)';
  }

  #recordFile(name: string): string {
    return path.join(this.#runDir, `${name}.json`);
  }
}

/** The process may end between the look and the signal: then there is nothing left to do. */
function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (isAlive(identity)) {
    try {
      process.kill(identity.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

function gone(identity: ProcessIdentity): () => Promise<true | undefined> {
  return () => Promise.resolve(isAlive(identity) ? undefined : true);
}
