import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Client } from 'pg';

import { freePort } from './ports';

const VERSIONS = '/usr/lib/postgresql';
const USER = 'shengjing';
const START_DEADLINE_MS = 30_000;
const run = promisify(execFile);

/** A PostgreSQL server of a test's own. */
export interface TestPostgres {
  readonly url: string;
  /** Ends the server at once and removes its data. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts Debian's PostgreSQL on a free port of 127.0.0.1, over an empty temporary folder and with a random password.
 * The server refuses to run as root, so root starts it as `nobody`.
 *
 * @throws Error when no server is installed.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = findServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'shengjing-postgres-'));
  const as = await chooseUser(folder);
  const data = path.join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  own(passwordFile, as);
  const auth = ['--username', USER, '--auth', 'scram-sha-256', '--pwfile', passwordFile];
  await run(path.join(bin, 'initdb'), ['--pgdata', data, '--encoding', 'UTF8', '--locale', 'C', '--no-sync', ...auth], {
    ...as,
    cwd: folder,
  });
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', max_connections: '100' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...flags], { ...as, cwd: folder, stdio: 'ignore' });
  const url = `postgresql://${USER}:${password}@127.0.0.1:${String(port)}/postgres`;
  const stop = () => stopServer(server, folder);
  try {
    await untilReady(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

interface UserIds {
  readonly uid?: number;
  readonly gid?: number;
}

async function chooseUser(folder: string): Promise<UserIds> {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)));
  const as = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
  own(folder, as);
  return as;
}

function own(file: string, { uid, gid }: UserIds): void {
  if (uid !== undefined && gid !== undefined) {
    chownSync(file, uid, gid);
  }
}

/** The folder of the newest server's programs. */
function findServer(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => path.join(VERSIONS, version, 'bin')).find((bin) => existsSync(path.join(bin, 'initdb')));
  if (found === undefined) {
    throw new Error("There is no PostgreSQL server here: install Debian's package postgresql");
  }
  return found;
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new Error('PostgreSQL did not start');
    }
    await delay(50);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGQUIT: the server ends its own processes and leaves without a checkpoint. */
async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
