import { loadVectors } from '../../vectors/load-vectors';
import { licenseTypeSchema, type LicenseTypeRecord } from './license-type';

const { type } = loadVectors('golden/license-type-1.json') as LicenseTypeRecord;
const [attribute] = type.attributes;
const tooMany = Array.from({ length: 65 }, (_, index) => ({ ...attribute, name: String(index) }));

describe('license type', () => {
  it('is accepted as it stands', () => {
    expect(licenseTypeSchema.parse(type)).toEqual(type);
  });

  it.each([
    ['that ends before it begins', { inForceUntil: '2019-12-31' }],
    ['without issuers', { issuers: [] }],
    ['with an issuer twice', { issuers: [...type.issuers, ...type.issuers] }],
    ['with an issuer that is a division', { issuers: ['210102'] }],
    ['without attributes', { attributes: [] }],
    ['with an attribute twice', { attributes: [attribute, attribute] }],
    ['with 65 attributes', { attributes: tooMany }],
    ['with a holder kind twice', { holderKinds: ['person', 'person'] }],
    ['with an unknown field', { price: 1 }],
  ])('%s is refused', (_, change) => {
    expect(licenseTypeSchema.safeParse({ ...type, ...change }).success).toBe(false);
  });
});
