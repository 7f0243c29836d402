import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { fakeBinaries } from '../../test/support/fake-binaries';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { NetworkError } from '../error';
import { CommandRunner, environmentOf, type Command } from './command';

const SECRET = 'correct-horse_battery';
const folder = temporaryFolders();

/** A runner of programs that are all this script, and a secret in a file. */
function setUp(script: string) {
  const dir = folder();
  const secretFile = path.join(dir, "the secret's file");
  writeFileSync(secretFile, SECRET);
  const withSecret: Command = {
    binary: 'fabric-ca-client',
    args: ['enroll'],
    secretEnv: { FABRIC_CA_CLIENT_URL: { prefix: 'https://admin:', file: secretFile, suffix: '@localhost:7054' } },
  };
  return { runner: new CommandRunner(fakeBinaries(dir, script), false), withSecret };
}

async function failureOf(work: Promise<unknown>): Promise<NetworkError> {
  return await work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(NetworkError);
      return error as NetworkError;
    },
  );
}

describe('a command that is shown', () => {
  it.each([
    ['plain words', ['channel', 'list', '--tls=true', '/a/b.pem', 'user@host:7050']],
    ['spaces and JSON', ['-c', '{"Args":["license:get", "1.2"]}']],
    ['single quotes', ["it's", "''", "a'b'c"]],
    ['what a shell would expand', ['$HOME', '`id`', '$(id)', '*', '~', 'a;b', 'a&b', '\\', '!x', '#x']],
    ['nothing, and several lines', ['', 'a\nb']],
    ['Chinese', ['沈阳市']],
  ])('runs with the same arguments when it is pasted: %s', async (_what, args) => {
    const { runner } = setUp(String.raw`printf '%s\0' "$VALUE" "$@"`);
    const command: Command = { binary: 'peer', args, env: { VALUE: args.join(' ') } };
    const pasted = execFileSync('sh', ['-c', runner.toShell(command)], { encoding: 'utf8' });
    expect(pasted.split('\0').slice(0, -1)).toEqual([args.join(' '), ...args]);
    expect(pasted).toBe((await runner.run(command)).stdout);
  });

  it('names the file of a secret and not the secret, and works all the same', () => {
    const { runner, withSecret } = setUp('printf %s "$FABRIC_CA_CLIENT_URL"');
    const shown = runner.toShell(withSecret);
    expect(shown).not.toContain(SECRET);
    expect(execFileSync('sh', ['-c', shown], { encoding: 'utf8' })).toBe(`https://admin:${SECRET}@localhost:7054`);
  });

  it('is printed when verbose, and only then', async () => {
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const binaries = fakeBinaries(folder(), 'exit 0');
    await new CommandRunner(binaries, false).run({ binary: 'peer', args: ['version'] });
    expect(printed).not.toHaveBeenCalled();
    await new CommandRunner(binaries, true).run({ binary: 'peer', args: ['version'] });
    expect(printed).toHaveBeenCalledWith(`${binaries.path('peer')} version\n`);
    printed.mockRestore();
  });
});

describe('a command that fails', () => {
  it('is told by its first words, its exit code and the end of what it said', async () => {
    const { runner } = setUp('for n in 1 2 3 4 5 6 7 8; do echo "line $n" >&2; done; exit 3');
    const failure = await failureOf(runner.run({ binary: 'peer', args: ['channel', 'list', '-o', 'hidden'] }));
    expect(failure).toMatchObject({ code: 'COMMAND_FAILED' });
    expect(failure.message).toBe('peer channel list -o failed (3):\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8');
  });

  it('never tells a secret, even where the program repeats it', async () => {
    const { runner, withSecret } = setUp('echo "POST $FABRIC_CA_CLIENT_URL failed" >&2; exit 1');
    const failure = await failureOf(runner.run(withSecret));
    expect(failure.message).toContain('https://admin:(secret)@localhost:7054');
    expect(inspect(failure, { depth: 10 })).not.toContain(SECRET);
  });

  it('by taking too long is ended and says so', async () => {
    const { runner } = setUp('exec sleep 60');
    const failure = await failureOf(runner.run({ binary: 'peer', args: ['version'], deadline: 50 }));
    expect(failure.message).toBe('peer version did not end in time');
  });

  it('by not being there is told', async () => {
    const { runner } = setUp('');
    const failure = await failureOf(runner.run({ binary: 'ledgerutil', args: ['compare'] }));
    expect(failure.message).toBe('ledgerutil compare failed (ENOENT)');
  });
});

describe('the environment of a command', () => {
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  it('has nothing from outside that would steer a Fabric program', () => {
    const steering = ['CORE_PEER_ADDRESS', 'FABRIC_CFG_PATH', 'FABRIC_BIN', 'ORDERER_GENERAL_LISTENPORT', 'CHAINCODE_SERVER_ADDRESS', 'CONFIGTX_ORDERER_ADDRESSES'];
    process.env = { ...before, ...Object.fromEntries(steering.map((name) => [name, 'from outside'])), OTHER: 'kept' };
    const environment = environmentOf({ env: { FABRIC_CFG_PATH: '/own' } });
    expect(environment).toMatchObject({ FABRIC_CFG_PATH: '/own', OTHER: 'kept' });
    expect(Object.values(environment)).not.toContain('from outside');
  });
});
