import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../error';
import { writeFileDurably } from '../files';

/** A chaincode version: named after its content, so the same code is never deployed twice. */
export interface Release {
  /** `<package version>-<first 12 hex of the content's SHA-256>`; the version of the chaincode definition. */
  readonly version: string;
  /** `<chaincode>_<version>`: the name of the folder it runs from, and with the sequence the label of its package. */
  readonly label: string;
  /** The folder the chaincode servers run from: a copy, so that compiling again changes nothing that runs. */
  readonly dir: string;
}

const packageJson = z.object({
  name: z.string(),
  version: z.string(),
  main: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

export function releasesDir(stateDir: string): string {
  return path.join(stateDir, 'chaincode');
}

/** Copies the compiled chaincode at `source`, with the workspace packages that it uses, to a folder of its own. */
export function provideRelease(source: string, chaincode: string, stateDir: string): Release {
  const parts = [{ from: source, to: '.' }, ...workspacePackages(source)];
  const digest = contentDigest(parts);
  const { version } = readPackage(source);
  const label = `${chaincode}_${version}-${digest.slice(0, 12)}`;
  const dir = path.join(releasesDir(stateDir), label);
  if (!existsSync(dir)) {
    const unfinished = `${dir}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    for (const { from, to } of parts) {
      for (const file of filesOf(from)) {
        writeFileDurably(path.join(unfinished, to, file), readFileSync(path.join(from, file)));
      }
    }
    renameSync(unfinished, dir);
  }
  return { version: `${version}-${digest.slice(0, 12)}`, label, dir };
}

interface Part {
  readonly from: string;
  readonly to: string;
}

/** The dependencies that are folders of this repository, followed through. */
function workspacePackages(source: string): Part[] {
  return Object.keys(readPackage(source).dependencies).flatMap((name) => {
    const folder = dependencyFolder(source, name);
    return folder.split(path.sep).includes('node_modules')
      ? []
      : [{ from: folder, to: path.join('node_modules', name) }, ...workspacePackages(folder)];
  });
}

function dependencyFolder(source: string, name: string): string {
  for (let folder = source; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(candidate)) {
      return realpathSync(candidate);
    }
  }
  throw new NetworkError('STATE_BROKEN', `${name}, which ${source} depends on, is not installed: run npm ci`);
}

function readPackage(folder: string): z.infer<typeof packageJson> {
  return packageJson.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
}

/** package.json and everything compiled, but for maps, types, build records and tests. */
function filesOf(folder: string): string[] {
  const main = path.dirname(readPackage(folder).main);
  const compiled = path.join(folder, main);
  if (!existsSync(compiled)) {
    throw new NetworkError('STATE_BROKEN', `${compiled} does not exist: run npm run build`);
  }
  const files = readdirSync(compiled, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.(js|json)$/.test(file));
  return ['package.json', ...files.map((file) => path.join(main, file))].sort();
}

function contentDigest(parts: readonly Part[]): string {
  const hash = createHash('sha256');
  for (const { from, to } of parts) {
    for (const file of filesOf(from)) {
      const content = createHash('sha256').update(readFileSync(path.join(from, file))).digest('hex');
      hash.update(`${path.join(to, file)}\0${content}\n`);
    }
  }
  return hash.digest('hex');
}
