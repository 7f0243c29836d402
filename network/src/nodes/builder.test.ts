import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../../test/support/temporary-folder';

const BIN = path.join(__dirname, '..', '..', 'builder', 'bin');
const LABEL = 'city-services_0.1.0-0123456789ab';
const folder = temporaryFolders();

/** The folders that a peer gives its builder, and a run of each of its programs. */
function builder(metadata: string) {
  const dir = folder();
  const at = (name: string) => path.join(dir, name);
  for (const name of ['source', 'metadata', 'output', 'release', 'connections']) {
    mkdirSync(at(name));
  }
  writeFileSync(path.join(at('metadata'), 'metadata.json'), metadata);
  const run = (program: string, ...args: string[]) => {
    const env = { PATH: process.env['PATH'], SHENGJING_CHAINCODE_DIR: at('connections') };
    const { status, stderr } = spawnSync('sh', ['-c', 'umask 022; exec "$@"', 'sh', path.join(BIN, program), ...args.map(at)], { env, encoding: 'utf8' });
    return { status, stderr };
  };
  return { at, run };
}

const METADATA = JSON.stringify({ type: 'ccaas', label: LABEL });

describe('detect', () => {
  it.each([METADATA, `{ "label" : "x", "type" : "ccaas" }`, JSON.stringify({ type: 'ccaas', label: LABEL }, null, 2)])('takes a package of our type: %j', (metadata) => {
    expect(builder(metadata).run('detect', 'source', 'metadata').status).toBe(0);
  });

  it.each([JSON.stringify({ type: 'golang', label: 'ccaas' }), JSON.stringify({ type: 'ccaas2', label: 'x' }), '{}', ''])('refuses any other: %j', (metadata) => {
    expect(builder(metadata).run('detect', 'source', 'metadata').status).not.toBe(0);
  });

  it('refuses a package without metadata', () => {
    expect(builder(METADATA).run('detect', 'source', 'output').status).not.toBe(0);
  });
});

describe('build', () => {
  it('keeps the label, and nothing else, for its owner only', () => {
    const { at, run } = builder(METADATA);
    expect(run('build', 'source', 'metadata', 'output')).toEqual({ status: 0, stderr: '' });
    const label = path.join(at('output'), 'label');
    expect(readFileSync(label, 'utf8').trim()).toBe(LABEL);
    expect(statSync(label).mode & 0o777).toBe(0o600);
  });

  it.each([JSON.stringify({ type: 'ccaas' }), JSON.stringify({ type: 'ccaas', label: '../../etc' })])('refuses a package without a label that can be a folder: %j', (metadata) => {
    expect(builder(metadata).run('build', 'source', 'metadata', 'output')).toEqual({ status: 1, stderr: "no label in the package's metadata.json\n" });
  });
});

describe('release', () => {
  function built() {
    const { at, run } = builder(METADATA);
    run('build', 'source', 'metadata', 'output');
    const connection = path.join(at('connections'), LABEL, 'connection.json');
    const released = path.join(at('release'), 'chaincode', 'server', 'connection.json');
    return { run, connection, released };
  }

  it("takes the connection from the peer's own files, readable by their owner only", () => {
    const { run, connection, released } = built();
    mkdirSync(path.dirname(connection));
    writeFileSync(connection, '{"client_key":"secret"}', { mode: 0o644 });
    expect(run('release', 'output', 'release')).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(released, 'utf8')).toBe('{"client_key":"secret"}');
    expect(statSync(released).mode & 0o777).toBe(0o600);
  });

  it('refuses a version that the peer has no connection for, and tells where it was looked for', () => {
    const { run, connection, released } = built();
    expect(run('release', 'output', 'release')).toEqual({ status: 1, stderr: `no connection file for ${LABEL} at ${connection}\n` });
    expect(existsSync(released)).toBe(false);
  });
});
