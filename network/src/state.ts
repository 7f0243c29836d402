import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { NetworkError } from './error';
import { writeFileDurably } from './files';
import type { ResolvedTopology } from './topology/types';

function markFile(stateDir: string): string {
  return path.join(stateDir, 'topology.json');
}

/**
 * Takes the state folder for this topology.
 * @throws NetworkError STATE_BROKEN when it holds something else's state: another topology's, or none that we know.
 */
export function claimState(topology: ResolvedTopology): void {
  const { stateDir } = topology;
  const mark = markFile(stateDir);
  const digest = createHash('sha256').update(JSON.stringify(topology)).digest('hex');
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  if (!existsSync(mark)) {
    if (readdirSync(stateDir).length > 0) {
      throw new NetworkError('STATE_BROKEN', `${stateDir} is not empty and was not made by this program; name another folder or start with --clean`);
    }
    writeFileDurably(mark, JSON.stringify({ digest, topology }, null, 2));
    return;
  }
  if (recordedDigest(mark) !== digest) {
    throw new NetworkError('STATE_BROKEN', `${stateDir} belongs to another topology (or to other ports); restore the topology file, or start over with --clean`);
  }
}

function recordedDigest(mark: string): unknown {
  try {
    return (JSON.parse(readFileSync(mark, 'utf8')) as { digest?: unknown }).digest;
  } catch {
    throw new NetworkError('STATE_BROKEN', `${mark} cannot be read; start over with --clean`);
  }
}

/** Removes everything the network has written. The mark goes last, so that an interrupted removal can be repeated. */
export function removeState(stateDir: string): void {
  if (!existsSync(stateDir)) {
    return;
  }
  if (!existsSync(markFile(stateDir)) && readdirSync(stateDir).length > 0) {
    throw new NetworkError('STATE_BROKEN', `${stateDir} was not made by this program; remove it by hand`);
  }
  for (const name of readdirSync(stateDir).filter((entry) => entry !== 'topology.json')) {
    rmSync(path.join(stateDir, name), { recursive: true, force: true });
  }
  rmSync(stateDir, { recursive: true, force: true });
}
