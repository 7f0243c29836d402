import type { Context } from 'fabric-contract-api';
import { DEPARTMENTS, HEPING_ISSUER, toClientIdentity, withAttributes, type Person } from '../testing/people';
import { readCaller, type Caller } from './caller';

function read(attributes: Person['attributes']): Caller {
  const clientIdentity = toClientIdentity(withAttributes(HEPING_ISSUER, attributes));
  return readCaller({ clientIdentity } as unknown as Context);
}

describe('the caller of a transaction', () => {
  it('is read from the certificate', () => {
    expect(read({})).toMatchObject({
      mspId: 'HepingMSP',
      organisation: { division: '210102' },
      role: 'issuer',
      department: DEPARTMENTS.heping,
      division: '210102',
    });
  });

  it.each([undefined, '', '关山月', '440524188001010014', '11210102000000019D', `${DEPARTMENTS.heping} `, '210102'])(
    'has no department when the certificate names %j, which is no USCC',
    (dept) => {
      expect(read({ dept }).department).toBeUndefined();
    },
  );

  it.each([undefined, '', '21010', '2101022', '21010x', '210102\n'])(
    'has no division when the certificate names %j, which is not six digits',
    (division) => {
      expect(read({ division }).division).toBeUndefined();
    },
  );

  it.each([undefined, '', 'Issuer', 'toString'])('has no role when the certificate names %j', (role) => {
    expect(read({ role }).role).toBeUndefined();
  });
});
