import { CITY_ADMIN, HEPING_ISSUER } from '../testing/people';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { NOW } from '../testing/samples';

describe('every transaction', () => {
  let network: FakeNetwork;

  beforeEach(async () => {
    network = await newNetworkWithType();
  });

  it.each([[[]], [['{}', '{}']], [['not json']], [['[]']], [['{"more":1}']]])(
    'refuses the arguments %j with INVALID_INPUT',
    async (args) => {
      expect((await network.call('system:ping', HEPING_ISSUER, args)).error?.code).toBe('INVALID_INPUT');
    },
  );

  it('reads an argument of 64 KiB and refuses a longer one, counted in bytes', async () => {
    const ping = async (argument: string): Promise<string | undefined> =>
      (await network.call('system:ping', HEPING_ISSUER, [argument])).error?.code;
    expect(await ping(`{}${' '.repeat(65_534)}`)).toBeUndefined();
    expect(await ping(`{}${' '.repeat(65_535)}`)).toBe('INVALID_INPUT');
    expect(await ping(`{"a":"${'沈'.repeat(22_000)}"}`)).toBe('INVALID_INPUT');
  });

  it.each(['license:verify', 'license:get', 'license:listTypes', 'license:registerType', 'system:ping'])(
    'binds the time of %s to the clock of the endorser, five minutes either way',
    async (name) => {
      const codeAt = async (seconds: number): Promise<string | undefined> => {
        const timestamp = new Date(NOW.getTime() + seconds * 1000);
        return (await network.call(name, CITY_ADMIN, ['{"unknown":1}'], { timestamp })).error?.code;
      };
      expect(await Promise.all([-301, -300, 300, 301].map(codeAt))).toEqual([
        'TIME_SKEWED',
        'INVALID_INPUT',
        'INVALID_INPUT',
        'TIME_SKEWED',
      ]);
    },
  );

  it('answers and logs an unexpected error without its message', async () => {
    const { identifier } = await issue(network, 1);
    const [key] = [...network.ledger.committed.state.keys()].filter((candidate) => candidate.startsWith('\0version\0'));
    network.ledger.committed.state.set(key ?? '', '关山月 is not JSON');
    const { error } = await network.call('license:get', HEPING_ISSUER, [JSON.stringify({ identifier })]);
    expect(error).toEqual({ code: 'INTERNAL', message: 'Something unexpected went wrong.' });
    expect(network.logged).toHaveLength(1);
    expect(network.logged.join()).toMatch(/^[0-9a-f]{64} SyntaxError\n\s+at /u);
    expect(network.logged.join()).not.toContain('关山月');
  });

  it('refuses a record of a kind that it does not know', async () => {
    const { identifier } = await issue(network, 1);
    const [key] = [...network.ledger.committed.state.keys()].filter((candidate) => candidate.startsWith('\0version\0'));
    network.ledger.committed.state.set(key ?? '', '{"schema":"license-version/9"}');
    expect(await network.refusal('license:get', HEPING_ISSUER, { identifier })).toBe('INTERNAL');
  });
});
