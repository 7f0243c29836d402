import path from 'node:path';
import { Lifecycle } from '../src/chaincode/lifecycle';
import type { NetworkContext } from '../src/context';
import { heights } from '../src/status/metrics';
import { newTemporaryNetwork, type TemporaryNetwork } from '../src/testing/temporary-network';
import { up } from '../src/up';
import { updateConfig } from './support/config-update';
import { invoke, query } from './support/invoke';
import { peerPolicy } from './support/policy';

const POLICY_FAILURE = 'ENDORSEMENT_POLICY_FAILURE';

let network: TemporaryNetwork;
let context: NetworkContext;

beforeAll(async () => {
  network = await newTemporaryNetwork(path.join(__dirname, 'four-organisations.yaml'));
  ({ context } = network);
  await up(context, { chaincode: path.join(__dirname, 'probe'), gateways: false });
}, 180_000);

afterAll(async () => {
  await network.dispose();
}, 60_000);

async function put(key: string, endorsers: readonly string[], policy = ''): Promise<string> {
  return await invoke(context, { submitter: 'heping', endorsers, args: ['probe:put', key, 'value', policy] });
}

describe('the chaincode policy is a reference to the channel configuration', () => {
  it('takes the city and any one district', async () => {
    await expect(put('a1', ['city', 'heping'])).resolves.toBe('VALID');
    await expect(put('a2', ['city', 'shenhe'])).resolves.toBe('VALID');
  }, 60_000);

  it('refuses the city alone, and districts without the city', async () => {
    await expect(put('a3', ['city'])).resolves.toBe(POLICY_FAILURE);
    await expect(put('a4', ['heping', 'hunnan', 'shenhe'])).resolves.toBe(POLICY_FAILURE);
  }, 60_000);

  it('is narrowed and widened by configuration updates, with no new chaincode sequence', async () => {
    const setDistricts = async (rule: string) => {
      await updateConfig(context, ['heping', 'hunnan', 'city'], ({ groups }) => {
        const policies = groups['Application']?.policies as Record<string, { policy: { value: unknown } }>;
        const named = policies['CityAndDistrict'];
        if (named === undefined) {
          throw new Error('the channel has no policy CityAndDistrict');
        }
        named.policy.value = policyJson(rule.split(' '));
      });
    };
    const before = await new Lifecycle(context).committed();
    await setDistricts('HepingMSP HunnanMSP');
    await expect(put('a5', ['city', 'shenhe'])).resolves.toBe(POLICY_FAILURE);
    await setDistricts('HepingMSP HunnanMSP ShenheMSP');
    await expect(put('a5', ['city', 'shenhe'])).resolves.toBe('VALID');
    await expect(new Lifecycle(context).committed()).resolves.toEqual(before);
    expect(before?.sequence).toBe(1);
  }, 120_000);
});

describe('the channel is administered by the city and a majority of organisations', () => {
  const change = async (signers: readonly string[]) => {
    await updateConfig(context, signers, ({ groups }) => {
      const values = groups['Orderer']?.values as { BatchTimeout: { value: { timeout: string } } };
      values.BatchTimeout.value.timeout = values.BatchTimeout.value.timeout === '200ms' ? '201ms' : '200ms';
    });
  };

  it.each([['the city alone', ['city']], ['the city and too few others', ['heping', 'city']], ['all districts without the city', ['heping', 'hunnan', 'shenhe']]])(
    'refuses a change by %s',
    async (_who, signers) => {
      await expect(change(signers)).rejects.toThrow(/FORBIDDEN|did not satisfy|implicit policy evaluation failed/);
    },
    60_000,
  );

  it('takes a change by the city and a majority', async () => {
    await expect(change(['heping', 'shenhe', 'city'])).resolves.toBeUndefined();
  }, 60_000);
});

describe('private data in the implicit collections of city and district', () => {
  const create = async (key: string, endorsers: readonly string[]) =>
    await invoke(context, {
      submitter: 'heping',
      endorsers,
      args: ['probe:create', key, 'public', 'CityMSP,HepingMSP'],
      transient: { private: 'secret' },
    });

  it('is created when both endorse', async () => {
    await expect(create('b1', ['city', 'heping'])).resolves.toBe('VALID');
  }, 60_000);

  it('is refused when either endorsement is missing, even where the chaincode policy is satisfied', async () => {
    await expect(create('b2', ['city', 'hunnan'])).resolves.toBe(POLICY_FAILURE);
    await expect(create('b3', ['heping', 'hunnan'])).resolves.toBe(POLICY_FAILURE);
    await expect(create('b4', ['city'])).resolves.toBe(POLICY_FAILURE);
    await expect(query(context, 'city', ['probe:get', 'b2'])).resolves.toBe('');
  }, 60_000);
});

describe('a key-level policy with a succession branch', () => {
  const others = ['HunnanMSP', 'ShenheMSP', 'DadongMSP'];
  const policy = peerPolicy({
    count: 1,
    of: [
      { count: 2, of: ['CityMSP', 'HepingMSP'] },
      { count: 2, of: ['CityMSP', { count: 2, of: others }] },
    ],
  });

  beforeAll(async () => {
    await expect(put('c1', ['city', 'heping'], policy)).resolves.toBe('VALID');
  }, 60_000);

  it('may name districts that have not joined yet', async () => {
    await expect(put('c1', ['city', 'heping'])).resolves.toBe('VALID');
  }, 60_000);

  it('lets the city and two others act for a district that is gone', async () => {
    await expect(put('c1', ['city', 'hunnan', 'shenhe'])).resolves.toBe('VALID');
  }, 60_000);

  it('refuses the city alone, the city with one other, and the others without the city', async () => {
    await expect(put('c1', ['city'])).resolves.toBe(POLICY_FAILURE);
    await expect(put('c1', ['city', 'hunnan'])).resolves.toBe(POLICY_FAILURE);
    await expect(put('c1', ['heping', 'hunnan', 'shenhe'])).resolves.toBe(POLICY_FAILURE);
  }, 60_000);
});

describe('refusals', () => {
  it('on business grounds are transactions that write the refusal', async () => {
    const result = await invoke(context, { submitter: 'heping', endorsers: ['city', 'heping'], args: ['probe:refuse', 'd1', 'TYPE_NOT_IN_FORCE'] });
    expect(result).toBe('VALID');
    await expect(query(context, 'hunnan', ['probe:get', 'd1'])).resolves.toBe('{"outcome":"refused","code":"TYPE_NOT_IN_FORCE"}');
  }, 60_000);

  it('for lack of authority order nothing and write nothing', async () => {
    const before = await heights(context.topology);
    const result = await invoke(context, { submitter: 'heping', endorsers: ['city', 'heping'], args: ['probe:forbid', 'FORBIDDEN_ROLE'] });
    expect(result).toContain(String.raw`{\"code\":\"FORBIDDEN_ROLE\"}`);
    await expect(heights(context.topology)).resolves.toEqual(before);
  }, 60_000);
});

/** The configuration's JSON form of: the city's peer and one of the districts'. */
function policyJson(districts: readonly string[]) {
  const principal = (mspId: string) => ({ principal_classification: 'ROLE', principal: { msp_identifier: mspId, role: 'PEER' } });
  const oneOf = { n_out_of: { n: 1, rules: districts.map((_, index) => ({ signed_by: index + 1 })) } };
  return {
    version: 0,
    identities: ['CityMSP', ...districts].map(principal),
    rule: { n_out_of: { n: 2, rules: [{ signed_by: 0 }, oneOf] } },
  };
}
