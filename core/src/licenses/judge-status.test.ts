import { isTypeInForce, judgeStatus, newVerdict } from './judge-status';
import { VERDICT_CATALOGUE, VERDICT_CODES, VERDICTS } from './verdict-codes';
import { LICENSE_OPERATION_CODES, LICENSE_STATUS_CODES } from './license-codes';

const facts = {
  status: '01',
  validFrom: '2026-01-05',
  validUntil: '2026-12-31',
  effectiveAt: '2026-01-02T00:00:00.000Z',
} as const;

describe('status of a license', () => {
  it.each([
    ['2026-01-01T23:59:59.999Z', 'NOT_YET_ISSUED'],
    ['2026-01-02T00:00:00.000Z', 'NOT_YET_VALID'],
    ['2026-01-04T15:59:59.999Z', 'NOT_YET_VALID'],
    ['2026-01-04T16:00:00.000Z', 'IN_FORCE'],
    ['2026-12-31T15:59:59.999Z', 'IN_FORCE'],
    ['2026-12-31T16:00:00.000Z', 'EXPIRED'],
  ])('at %s is %s, by days of China', (at, code) => {
    expect(judgeStatus(facts, at)).toBe(code);
  });

  it('never ends without a last day', () => {
    expect(judgeStatus({ ...facts, validUntil: null }, '9999-01-01T00:00:00.000Z')).toBe('IN_FORCE');
  });

  it.each(LICENSE_STATUS_CODES.filter((status) => status !== '01'))('is not valid with code %s', (status) => {
    expect(judgeStatus({ ...facts, status }, '2026-06-01T00:00:00.000Z')).toBe('STATUS_NOT_VALID');
  });

  it('has the codes of the national samples', () => {
    expect(LICENSE_STATUS_CODES).toEqual(['01', '02', '03', '04', '05', '06', '07', '99']);
    expect(LICENSE_OPERATION_CODES).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10']);
  });
});

describe('license type', () => {
  it.each([
    ['2019-12-31T15:59:59.999Z', false],
    ['2019-12-31T16:00:00.000Z', true],
    ['2020-12-31T15:59:59.999Z', true],
    ['2020-12-31T16:00:00.000Z', false],
  ])('at %s is in force: %s', (at, expected) => {
    expect(isTypeInForce({ inForceFrom: '2020-01-01', inForceUntil: '2020-12-31' }, at)).toBe(expected);
  });
});

describe('verdicts', () => {
  it('end as the catalogue says of their code', () => {
    expect(newVerdict('identifier', 'MALFORMED', { fault: 'check' })).toEqual({
      name: 'identifier',
      verdict: 'fail',
      code: 'MALFORMED',
      fault: 'check',
    });
  });

  it.each(VERDICT_CODES)('%s has an outcome and a text in both languages', (code) => {
    const { verdict, en, zh } = VERDICT_CATALOGUE[code];
    expect(VERDICTS).toContain(verdict);
    expect(en).toMatch(/^[A-Z][ -~]+\.$/u);
    expect(zh).toMatch(/^[\p{Script=Han}，]+。$/u);
  });
});
