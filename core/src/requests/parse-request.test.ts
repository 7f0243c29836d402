import fc from 'fast-check';
import { CodedError } from '../errors/coded-error';
import { TRANSACTIONS } from './transactions';
import { issueRequestSchema } from './issue';
import { licensePrivateSchema, newLicensePrivateSchema } from './license-private';
import { loadVectors } from '../../vectors/load-vectors';
import { parseRequest, parseValue } from './parse-request';

const request = {
  requestId: 'request-0000000001',
  type: '11100000000013338W011',
  issuer: '11430000006122244L',
  serial: '20230000403',
  validFrom: '2026-01-05',
  validUntil: null,
  effectiveAt: '2026-01-05T02:00:00.000Z',
  fileDigests: [],
  holderRef: '5f0c7a5e0e2a4b6b9d1c3e8f7a6b5c4d',
};
const secret = loadVectors('golden/license-private-1.json') as { holder: object; attributes: { salt: string }[] };
const digest = { alg: 'sm3', value: 'ab'.repeat(32) };
const sha256 = { alg: 'sha256', value: 'ab'.repeat(32) };

describe('parseRequest', () => {
  it('gives the value of a good text', () => {
    expect(parseRequest(issueRequestSchema, JSON.stringify(request))).toEqual(request);
  });

  it('takes the name of a key that a digest depends on', () => {
    const fileDigests = [{ ...digest, keyRef: 'urn:city:seal_key-1.2' }, sha256];
    expect(parseValue(issueRequestSchema, { ...request, fileDigests })).toMatchObject({ fileDigests });
  });

  it.each([
    ['not-json', '{', {}],
    ['too-long', '[1,2]', { maxLength: 4 }],
    ['not-canonical-json', '{ }', { canonical: true }],
  ])('says %s', (issue, text, options) => {
    const error = errorOf(() => parseRequest(TRANSACTIONS['system:ping'].request, text, options));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.details).toEqual({ issues: [{ path: '', issue }] });
  });

  it.each([
    ['requestId', 'short'],
    ['requestId', 'has spaces in it 0'],
    ['type', '11100000000013337W011'],
    ['issuer', '11430000006122245L'],
    ['serial', 'a'],
    ['validFrom', '2026-02-30'],
    ['validUntil', '2026-01-04'],
    ['effectiveAt', '2026-01-05T02:00:00Z'],
    ['fileDigests', [digest]],
    ['fileDigests', [digest, digest]],
    ['fileDigests', [{ alg: 'md5', value: 'ab'.repeat(16) }]],
    ['fileDigests', [{ ...digest, keyRef: '关山月' }, sha256]],
    ['fileDigests', [{ ...digest, keyRef: '' }, sha256]],
    ['fileDigests', [{ ...digest, keyRef: 'a'.repeat(129) }, sha256]],
    ['holderRef', '5F0C7A5E0E2A4B6B9D1C3E8F7A6B5C4D'],
    ['holderRef', undefined],
  ])('refuses %s %j and says where', (field, value) => {
    const error = errorOf(() => parseValue(issueRequestSchema, { ...request, [field]: value }));
    expect(pathsOf(error).every((path) => path.split('.')[0] === field)).toBe(true);
  });

  it.each([
    ['an identity number with a wrong check', { holder: { ...secret.holder, idNumber: '340524198001010011' } }],
    ['a person with a credit code', { holder: { ...secret.holder, idType: 'uscc', idNumber: '914403003429409755' } }],
    ['a name that is not NFC', { holder: { ...secret.holder, name: 'e\u0301' } }],
    ['a name with a line break', { holder: { ...secret.holder, name: 'a\nb' } }],
    ['a name that turns the direction of text', { holder: { ...secret.holder, name: 'a\u202eb' } }],
    ['a name with a space at its end', { holder: { ...secret.holder, name: 'a ' } }],
    ['a name with half a surrogate', { holder: { ...secret.holder, name: 'a\ud800' } }],
    ['an attribute twice', { attributes: [secret.attributes[0], secret.attributes[0]] }],
    ['a short salt', { salt: '00' }],
    ['an unknown field', { surprise: '34052419800101001X' }],
  ])('refuses %s', (_, change) => {
    const error = errorOf(() => parseValue(licensePrivateSchema, { ...secret, ...change }));
    expect(error.code).toBe('INVALID_INPUT');
  });

  it.each([
    ['two attributes', { attributes: secret.attributes.map((attribute) => ({ ...attribute, salt: '0f'.repeat(16) })) }],
    ['an attribute and the whole', { salt: secret.attributes[1]?.salt }],
  ])('refuses one salt for %s of a new license, and reads what was stored with it', (_, change) => {
    const whole = { ...secret, salt: '0e'.repeat(16), ...change };
    expect(pathsOf(errorOf(() => parseValue(newLicensePrivateSchema, whole)))).toEqual(['attributes']);
    expect(parseValue(licensePrivateSchema, whole)).toEqual(whole);
  });

  it('takes a new license each of whose salts is its own', () => {
    const whole = { ...secret, salt: '0e'.repeat(16) };
    expect(parseValue(newLicensePrivateSchema, whole)).toEqual(whole);
  });

  it('never repeats a value or an unknown name of the input', () => {
    const marked = fc.string({ minLength: 4 }).map((text) => `SECRET${text}`);
    const values = fc.oneof(marked, fc.dictionary(marked, marked, { minKeys: 1 }), fc.array(marked));
    const known = fc.constantFrom('schema', 'handle', 'salt', 'holder', 'attributes');
    const inputs = fc.dictionary(fc.oneof(known, marked), values);
    fc.assert(
      fc.property(inputs, (input) => {
        const error = errorOf(() => parseValue(licensePrivateSchema, input));
        expect(JSON.stringify([error.message, error.details])).not.toContain('SECRET');
      }),
    );
  });

  it('tells at most twenty issues', () => {
    const attributes = Array.from({ length: 64 }, () => ({}));
    expect(pathsOf(errorOf(() => parseValue(licensePrivateSchema, { ...secret, attributes })))).toHaveLength(20);
  });
});

function errorOf(action: () => unknown): CodedError {
  try {
    action();
  } catch (error) {
    if (error instanceof CodedError) {
      return error;
    }
  }
  throw new Error('a CodedError was expected');
}

function pathsOf(error: CodedError): string[] {
  const issues = error.details?.['issues'] as readonly { path: string }[] | undefined;
  return issues?.map(({ path }) => path) ?? [];
}
