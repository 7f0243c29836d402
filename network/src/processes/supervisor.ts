import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../error';
import { writeFileDurably } from '../files';
import { waitFor } from './wait';

const processRecord = z.object({ name: z.string(), pid: z.int(), startTicks: z.string() });
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

  constructor(stateDir: string) {
    this.#runDir = path.join(stateDir, 'run');
    this.#logDir = path.join(stateDir, 'logs');
  }

  /** Starts the process unless it runs already. */
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
    const startTicks = child.pid === undefined ? undefined : startTicksOf(child.pid);
    if (child.pid === undefined || startTicks === undefined) {
      throw new NetworkError('NODE_DIED', `${spec.name} could not be started:\n${this.logEnd(spec.name)}`);
    }
    const record: ProcessRecord = { name: spec.name, pid: child.pid, startTicks };
    writeFileDurably(this.#recordFile(spec.name), JSON.stringify(record));
    return record;
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
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '(no log)';
  }

  #recordFile(name: string): string {
    return path.join(this.#runDir, `${name}.json`);
  }
}

/** Field 22 of /proc/PID/stat: when the process started; absent for one that is gone or a zombie. */
function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startTicks }: ProcessRecord): boolean {
  return startTicksOf(pid) === startTicks;
}

function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  if (isAlive(record)) {
    process.kill(record.pid, name);
  }
}

function gone(record: ProcessRecord): () => Promise<true | undefined> {
  return () => Promise.resolve(isAlive(record) ? undefined : true);
}
