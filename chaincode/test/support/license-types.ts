import type { LicenseType } from '@shengjing/core';
import { DEPARTMENTS } from '../../src/testing/people';

/** A type that two districts and the city issue to people. */
export const TYPE: LicenseType = {
  code: '11210100000000019F001',
  name: { zh: '食品经营许可证', en: 'Food business license' },
  holderKinds: ['person'],
  issuers: [DEPARTMENTS.heping, DEPARTMENTS.hunnan, DEPARTMENTS.city],
  attributes: [{ name: '经营场所', label: { zh: '经营场所', en: 'Premises' }, type: 'text', required: true, maxLength: 60 }],
  inForceFrom: '2020-01-01',
  inForceUntil: null,
};

/** The same, but only one department of 浑南区 issues it. */
export const TYPE_OF_HUNNAN: LicenseType = { ...TYPE, code: '11210100000000019F002', issuers: [DEPARTMENTS.hunnan] };

/** The same, but it is issued no longer. */
export const TYPE_OF_THE_PAST: LicenseType = { ...TYPE, code: '11210100000000019F003', inForceUntil: '2021-12-31' };
