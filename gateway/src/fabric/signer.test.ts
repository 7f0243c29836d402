import { generateKeyPairSync, verify } from 'node:crypto';

import { signMessage } from './signer';

const HALF_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n >> 1n;
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** r and s of a DER signature, with the bytes they took. */
function integersOf(der: Buffer): Buffer[] {
  expect(der[0]).toBe(0x30);
  expect(der[1]).toBe(der.length - 2);
  const first = der.subarray(4, 4 + (der[3] ?? 0));
  const second = der.subarray(4 + first.length + 2);
  expect(second).toHaveLength(der[4 + first.length + 1] ?? -1);
  return [first, second];
}

test('every signature verifies, has s in the lower half and integers of minimal length', () => {
  for (let round = 0; round < 300; round++) {
    const message = Buffer.from(`message ${String(round)}`);
    const signature = signMessage(privateKey, message);
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
    const [r = Buffer.alloc(0), s = Buffer.alloc(0)] = integersOf(signature);
    expect(BigInt(`0x${s.toString('hex')}`) <= HALF_ORDER).toBe(true);
    for (const integer of [r, s]) {
      const [first = 0, second = 0] = integer;
      expect(first).toBeLessThan(0x80);
      expect(first === 0 && second < 0x80).toBe(false);
    }
  }
});
