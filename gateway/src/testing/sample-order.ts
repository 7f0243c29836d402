import { DEPARTMENT } from './test-issuer';

/** A license type of the department. */
export const TYPE = `${DEPARTMENT}001`;

/** A transaction id. */
export const TX = 'ab'.repeat(32);

/** A license of the type. */
export const IDENTIFIER = `1.2.156.3005.2.${TYPE}.${DEPARTMENT}.M6GOUNY4WA17WWHA.001.B`;

/** The name of the holder in the sample. */
export const NAME = '沈阳样例餐饮有限公司';

/** What a service hall sends. */
export const ORDER = {
  type: TYPE,
  validFrom: '2026-01-01',
  validUntil: null,
  effectiveAt: '2026-01-01T00:00:00.000Z',
  holder: { kind: 'enterprise', idType: 'uscc', idNumber: '11210112000000019U', name: NAME },
  attributes: [{ name: '经营场所', type: 'text', value: '样例路1号' }],
};

/** The city's answer for a holder whom it does not know. */
export const LOOKUP = { schema: 'holder-lookup/1', key: 'cd'.repeat(32), keyVersion: 1, value: null };

/** The contract's answer to an issue. */
export const ISSUED = { schema: 'issue-result/1', outcome: 'issued', identifier: IDENTIFIER, txId: TX };
