import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { newGatewaySecret, openGatewaySecret } from './gateway-secret';

const folder = newTemporaryFolder();

test('the secret is made once, private to its owner, and found again', async () => {
  const stateDir = join(folder, 'state');
  const first = await openGatewaySecret(stateDir);
  const second = await openGatewaySecret(stateDir);
  expect(second.derive(['a'], 16)).toEqual(first.derive(['a'], 16));
  expect(statSync(join(stateDir, 'secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(stateDir, 'secret'), 'utf8')).toMatch(/^[0-9a-f]{64}$/u);
});

test('a damaged secret stops the gateway instead of being replaced', async () => {
  const stateDir = join(folder, 'damaged');
  await openGatewaySecret(stateDir);
  writeFileSync(join(stateDir, 'secret'), 'abc');
  await expect(openGatewaySecret(stateDir)).rejects.toThrow('32 bytes');
});

describe('derived values', () => {
  const secret = newGatewaySecret(Buffer.alloc(32, 7));

  test('are the same for the same parts and differ for any other', () => {
    const values = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'a', 'b']].map((parts) => secret.derive(parts, 16));
    expect(secret.derive(['a', 'b'], 16)).toEqual(values[0]);
    expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(4);
  });

  test('differ between secrets', () => {
    expect(newGatewaySecret(Buffer.alloc(32, 8)).derive(['a'], 16)).not.toEqual(secret.derive(['a'], 16));
  });

  test('take parts of any length', () => {
    expect(secret.derive(['沈'.repeat(2_000)], 64)).toHaveLength(64);
  });

  test('share nothing with pseudonyms', () => {
    expect(secret.derive(['a'], 32).toString('hex')).not.toBe(secret.pseudonym(['a']));
    expect(secret.pseudonym(['张三'])).toMatch(/^[0-9a-f]{64}$/u);
  });
});
