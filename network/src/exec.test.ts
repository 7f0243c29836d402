import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeBinaries } from '../test/support/fake-binaries';
import { temporaryFolders } from '../test/support/temporary-folder';
import { fourOrganisations } from '../test/support/topology';
import { CommandRunner } from './commands/command';
import type { NetworkContext } from './context';
import { adminCommand, execAsAdmin } from './exec';
import { writeFileDurably } from './files';
import { Supervisor } from './processes/supervisor';
import { withClaimedState } from './state';

const folder = temporaryFolders();

function newContext(script = 'exit 0'): NetworkContext {
  const dir = folder();
  const stateDir = path.join(dir, 'state');
  const binaries = fakeBinaries(dir, script);
  return {
    topology: fourOrganisations(stateDir),
    binaries,
    runner: new CommandRunner(binaries, false),
    supervisor: new Supervisor(stateDir),
    progress: () => undefined,
  };
}

/** A context of a network whose administrators and registrars have been enrolled. */
async function startedContext(script?: string): Promise<NetworkContext> {
  const context = newContext(script);
  const { ordering, organisations } = context.topology;
  await withClaimedState(context.topology, () => Promise.resolve());
  for (const { dir, ca } of [ordering, ...organisations]) {
    mkdirSync(path.join(dir, 'admin', 'msp'), { recursive: true });
    writeFileDurably(path.join(ca.dir, 'registrar-identity', 'msp', 'keystore', 'key.pem'), 'key');
  }
  return context;
}

const CITY = '/organisations/city';

describe("a raw command runs as the organisation's administrator", () => {
  let context: NetworkContext;
  beforeEach(async () => {
    context = await startedContext();
  });

  it('peer, by the configuration of that administrator', () => {
    const { env, args } = adminCommand(context, 'heping', 'peer', ['channel', 'list']);
    expect(env?.['FABRIC_CFG_PATH']).toMatch(/\/organisations\/heping\/admin\/config$/);
    expect(args).toEqual(['channel', 'list']);
  });

  it("peer, for the ordering organisation, at the city's peer", () => {
    const { env } = adminCommand(context, 'ordering', 'peer', ['channel', 'list']);
    expect(env?.['FABRIC_CFG_PATH']).toContain(CITY);
    expect(env).toMatchObject({ CORE_PEER_LOCALMSPID: 'OrderingMSP', CORE_PEER_MSPCONFIGPATH: expect.stringMatching(/\/ordering\/admin\/msp$/) as string });
  });

  it('osnadmin, at the first orderer unless another is named', () => {
    const orderer = (...args: string[]) => adminCommand(context, 'ordering', 'osnadmin', args).args.join(' ');
    expect(orderer('channel', 'list')).toMatch(/^channel list --orderer-address 127\.0\.0\.1:7011 --ca-file \S+ --client-cert \S+ --client-key \S+$/);
    for (const given of [['-o', 'other:1'], ['--orderer-address', 'other:1'], ['--orderer-address=other:1']]) {
      expect(orderer('channel', 'list', ...given)).not.toContain('7011');
    }
  });

  it('discover, at its own first peer', () => {
    const { args } = adminCommand(context, 'heping', 'discover', ['peers', '--channel', 'four']);
    expect(args).toEqual(expect.arrayContaining(['--server', '127.0.0.1:7210', '--MSP', 'HepingMSP']));
    expect(adminCommand(context, 'heping', 'discover', ['--help']).args).not.toContain('--server');
    expect(adminCommand(context, 'ordering', 'discover', ['peers']).args.join(' ')).toMatch(/--peerTLSCA \S+\/city\/\S+ .*--MSP OrderingMSP --server 127\.0\.0\.1:7110$/);
  });

  it('fabric-ca-client, as the registrar of its authority', () => {
    const { env } = adminCommand(context, 'heping', 'fabric-ca-client', ['identity', 'list']);
    expect(env).toMatchObject({ FABRIC_CA_CLIENT_URL: 'https://127.0.0.1:7200', FABRIC_CA_CLIENT_CANAME: 'ca-heping' });
    const home = env?.['FABRIC_CA_CLIENT_HOME'] ?? '';
    expect(readFileSync(path.join(home, 'msp', 'keystore', 'key.pem'), 'utf8')).toBe('key');
  });

  it("fabric-ca-client, without touching the registrar's own files", () => {
    const { env } = adminCommand(context, 'heping', 'fabric-ca-client', ['enroll']);
    const home = env?.['FABRIC_CA_CLIENT_HOME'] ?? '';
    writeFileSync(path.join(home, 'msp', 'keystore', 'key.pem'), 'another key');
    writeFileSync(path.join(home, 'fabric-ca-client-config.yaml'), 'flags');
    expect(adminCommand(context, 'heping', 'fabric-ca-client', ['identity', 'list']).env).toEqual(env);
    expect(readdirSync(home)).toEqual(['msp']);
    expect(readFileSync(path.join(home, 'msp', 'keystore', 'key.pem'), 'utf8')).toBe('key');
  });

  it.each(['configtxlator', 'configtxgen'])('%s, as it stands', (tool) => {
    expect(adminCommand(context, 'heping', tool, ['--version'])).toEqual({ binary: tool, args: ['--version'] });
  });
});

it('arguments reach the program as they are, and its exit code comes back', async () => {
  const context = await startedContext(String.raw`printf '%s\0' "$@" >"$0.called"; exit 7`);
  const args = ['-c', '{"Args":["a b"]}', '$HOME', ''];
  await expect(execAsAdmin(context, 'city', 'peer', args)).resolves.toBe(7);
  expect(readFileSync(`${context.binaries.path('peer')}.called`, 'utf8').split('\0').slice(0, -1)).toEqual(args);
});

it('before the network was ever started, it is told so', async () => {
  await expect(execAsAdmin(newContext(), 'city', 'peer', [])).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    message: expect.stringMatching(/^there is no network in .*: start it with scripts\/start\.sh first$/) as string,
  });
});

it("before an organisation's administrator was enrolled, it is told so", async () => {
  const context = newContext();
  await withClaimedState(context.topology, () => Promise.resolve());
  await expect(execAsAdmin(context, 'city', 'peer', [])).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    message: 'city has no administrator yet: start the network with scripts/start.sh first',
  });
});

it.each([
  ['an organisation', 'nowhere', 'peer', 'no organisation nowhere; there are ordering, city, heping, hunnan, shenhe'],
  ['a command', 'city', 'sh', 'unknown command sh; there are peer, osnadmin, configtxlator, configtxgen, discover, fabric-ca-client'],
  ['an organisation for osnadmin', 'heping', 'osnadmin', 'orderers are administered by ordering, not by heping'],
])('%s that will not do is told with what would', async (_what, organisation, tool, message) => {
  await expect(execAsAdmin(await startedContext(), organisation, tool, [])).rejects.toMatchObject({ code: 'USAGE', message });
});
