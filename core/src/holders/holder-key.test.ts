import { loadVectors } from '../../vectors/load-vectors';
import type { HolderId } from '../schemas/holder';
import { computeHolderKey } from './holder-key';

const vectors = loadVectors('holder-key.json') as { secretHex: string; cases: (HolderId & { key: string })[] };
const secret = Buffer.from(vectors.secretHex, 'hex');

describe('holder key', () => {
  it.each(vectors.cases)('of $idType is that of the vector', ({ key, ...holder }) => {
    expect(computeHolderKey(secret, holder)).toBe(key);
  });

  it('refuses a secret that could be tried out', () => {
    expect(() => computeHolderKey(secret.subarray(1), { idType: 'uscc', idNumber: '' })).toThrow(RangeError);
  });
});
