import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from './error';
import { writeFileDurably } from './files';
import { LOCK, withLock } from './lock';
import type { ResolvedTopology } from './topology/types';

const MARK = 'topology.json';

/**
 * Takes the state folder for this topology, makes it where there is none, and does the work while no other command
 * changes it.
 * @throws NetworkError STATE_BROKEN when it holds something else's state: another topology's, or none that we know;
 * STATE_LOCKED.
 */
export async function withClaimedState<T>(topology: ResolvedTopology, work: () => Promise<T>): Promise<T> {
  const { stateDir } = topology;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  assertOwn(stateDir, 'name another folder');
  return await withLock(stateDir, async () => {
    const mark = path.join(stateDir, MARK);
    if (existsSync(mark)) {
      assertSameTopology(topology);
    } else {
      writeFileDurably(mark, JSON.stringify({ digest: digestOf(topology), topology }, null, 2));
    }
    return await work();
  });
}

/**
 * Does the work on a network that was started before.
 * @throws NetworkError NOT_RUNNING when there is none, STATE_BROKEN when it is another topology's, STATE_LOCKED.
 */
export async function withStartedState<T>(topology: ResolvedTopology, work: () => Promise<T>): Promise<T> {
  assertStarted(topology);
  return await withLock(topology.stateDir, work);
}

/** @throws NetworkError NOT_RUNNING when the network was never started, STATE_BROKEN when it is another topology's. */
export function assertStarted(topology: ResolvedTopology): void {
  if (!existsSync(path.join(topology.stateDir, MARK))) {
    throw new NetworkError('NOT_RUNNING', `there is no network in ${topology.stateDir}: start it with scripts/start.sh first`);
  }
  assertSameTopology(topology);
}

/** @throws NetworkError STATE_BROKEN when the folder holds anything that this program has not made. */
export function assertOwn(stateDir: string, advice: string): void {
  const names = existsSync(stateDir) ? readdirSync(stateDir) : [];
  const foreign = names.filter((name) => !name.startsWith(MARK) && !name.startsWith(LOCK));
  if (foreign.length > 0 && !names.includes(MARK)) {
    throw new NetworkError('STATE_BROKEN', `${stateDir} is not empty and was not made by this program; ${advice}`);
  }
}

/** Removes everything the network has written. The mark and the lock go last, so that an interrupted removal can be repeated. */
export function removeState(stateDir: string): void {
  if (!existsSync(stateDir)) {
    return;
  }
  assertOwn(stateDir, 'remove it by hand');
  for (const name of readdirSync(stateDir).filter((entry) => entry !== MARK && entry !== LOCK)) {
    rmSync(path.join(stateDir, name), { recursive: true, force: true });
  }
  rmSync(stateDir, { recursive: true, force: true });
}

function assertSameTopology(topology: ResolvedTopology): void {
  const { stateDir } = topology;
  if (recordedDigest(path.join(stateDir, MARK)) !== digestOf(topology)) {
    throw new NetworkError('STATE_BROKEN', `${stateDir} belongs to another topology (or to other ports); restore the topology file, or start over with --clean`);
  }
}

function digestOf(topology: ResolvedTopology): string {
  return createHash('sha256').update(JSON.stringify(topology)).digest('hex');
}

function recordedDigest(mark: string): unknown {
  try {
    return (JSON.parse(readFileSync(mark, 'utf8')) as { digest?: unknown }).digest;
  } catch {
    throw new NetworkError('STATE_BROKEN', `${mark} cannot be read; start over with --clean`);
  }
}
