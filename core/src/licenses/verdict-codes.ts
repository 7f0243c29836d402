import type { CodeNames } from './license-codes';

/** The checks of a verification, in the order in which they are made and answered. */
export const VERDICT_NAMES = [
  'identifier',
  'existence',
  'issuer',
  'integrity',
  'seal',
  'status',
  'status-at',
] as const;

/** Name of one check of a verification. */
export type VerdictName = (typeof VERDICT_NAMES)[number];

/** How a check ended. What was not asked or cannot be decided is `not-checked`, never `pass`. */
export const VERDICTS = ['pass', 'fail', 'not-checked'] as const;

/** How a check ended. */
export type Verdict = (typeof VERDICTS)[number];

/** What one verdict code says. */
export interface VerdictDefinition extends CodeNames {
  readonly verdict: Verdict;
}

/** Every code of a verdict. */
export const VERDICT_CATALOGUE = {
  WELL_FORMED: { verdict: 'pass', en: 'The identifier is well formed.', zh: '标识格式正确。' },
  MALFORMED: { verdict: 'fail', en: 'The identifier is malformed.', zh: '标识格式错误。' },
  EXISTS: { verdict: 'pass', en: 'The license is on the ledger.', zh: '账本上有该证照。' },
  DOES_NOT_EXIST: { verdict: 'fail', en: 'The license is not on the ledger.', zh: '账本上无该证照。' },
  ENTITLED: { verdict: 'pass', en: 'The issuer is entitled to the type.', zh: '颁发机构有权颁发此类证照。' },
  NOT_ENTITLED: { verdict: 'fail', en: 'The issuer is not entitled to the type.', zh: '颁发机构无权颁发此类证照。' },
  MATCHES: { verdict: 'pass', en: 'What was shown is what was issued.', zh: '出示内容与颁发内容一致。' },
  FILE_DIFFERS: { verdict: 'fail', en: 'The file is not the one issued.', zh: '文件与颁发的文件不一致。' },
  ATTRIBUTE_DIFFERS: {
    verdict: 'fail',
    en: 'An attribute shown is not proven against the license.',
    zh: '所出示的照面属性未能通过证明。',
  },
  NO_FILE_RECORDED: {
    verdict: 'not-checked',
    en: 'No file was recorded with the license.',
    zh: '该证照未登记文件摘要。',
  },
  NOTHING_SHOWN: {
    verdict: 'not-checked',
    en: 'Neither a file nor an attribute was shown.',
    zh: '未出示文件或照面属性。',
  },
  UNSEALED: { verdict: 'not-checked', en: 'The license carries no seal.', zh: '未签章。' },
  SEAL_ATTACHED: {
    verdict: 'not-checked',
    en: 'A seal is attached; its signature was not checked here.',
    zh: '已签章，此处未核验签章签名。',
  },
  IN_FORCE: { verdict: 'pass', en: 'The license is valid.', zh: '证照有效。' },
  NOT_YET_ISSUED: { verdict: 'fail', en: 'The license had not been issued.', zh: '证照尚未颁发。' },
  NOT_YET_VALID: { verdict: 'fail', en: 'The validity has not begun.', zh: '证照有效期尚未开始。' },
  EXPIRED: { verdict: 'fail', en: 'The validity has ended.', zh: '证照有效期已届满。' },
  STATUS_NOT_VALID: { verdict: 'fail', en: 'The status is not valid.', zh: '证照状态非有效。' },
  NOT_ASKED: { verdict: 'not-checked', en: 'No other time was asked for.', zh: '未要求核验其他时点。' },
  UNDECIDED: {
    verdict: 'not-checked',
    en: 'An earlier check leaves nothing to decide.',
    zh: '前项核验未通过，本项不予判断。',
  },
} as const satisfies Record<string, VerdictDefinition>;

/** A code of a verdict. */
export type VerdictCode = keyof typeof VERDICT_CATALOGUE;

/** Every code of a verdict, in the order of the catalogue. */
export const VERDICT_CODES = Object.keys(VERDICT_CATALOGUE) as [VerdictCode, ...VerdictCode[]];
