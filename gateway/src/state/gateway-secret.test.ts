import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newTemporaryFolder } from '../testing/temporary-folder';
import { newGatewaySecret, openGatewaySecret } from './gateway-secret';

const folder = newTemporaryFolder();

test('the secret is made once, private to its owner, and found again', async () => {
  const stateDir = join(folder, 'state');
  const first = await openGatewaySecret(stateDir);
  const second = await openGatewaySecret(stateDir);
  expect(second.pseudonym(['a'])).toBe(first.pseudonym(['a']));
  expect(statSync(join(stateDir, 'secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(stateDir, 'secret'), 'utf8')).toMatch(/^[0-9a-f]{64}$/u);
});

test('a damaged secret stops the gateway instead of being replaced', async () => {
  const stateDir = join(folder, 'damaged');
  await openGatewaySecret(stateDir);
  writeFileSync(join(stateDir, 'secret'), 'abc');
  await expect(openGatewaySecret(stateDir)).rejects.toThrow('32 bytes');
});

test('many first starts at once have one secret', async () => {
  const secrets = await Promise.all(Array.from({ length: 10 }, () => openGatewaySecret(join(folder, 'many'))));
  expect(new Set(secrets.map((secret) => secret.pseudonym(['a']))).size).toBe(1);
});

describe('pseudonyms', () => {
  const secret = newGatewaySecret(Buffer.alloc(32, 7));

  test('are the same for the same parts and differ for any other', () => {
    const names = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'a', 'b']].map((parts) => secret.pseudonym(parts));
    expect(secret.pseudonym(['a', 'b'])).toBe(names[0]);
    expect(new Set(names).size).toBe(4);
    expect(secret.pseudonym(['张三'])).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('differ between secrets', () => {
    expect(newGatewaySecret(Buffer.alloc(32, 8)).pseudonym(['a'])).not.toBe(secret.pseudonym(['a']));
  });
});
