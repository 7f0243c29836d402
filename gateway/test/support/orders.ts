import { randomBytes } from 'node:crypto';
import { computeResidentIdCheck, newDigests, type Digest, type Holder, type LicenseType } from '@shengjing/core';

export const DEPARTMENTS = { city: '11210100000000019F', heping: '11210102000000019C', hunnan: '11210112000000019U' };

/** A type that both districts and the city issue to people. */
export const TYPE: LicenseType = {
  code: '11210100000000019F001',
  name: { zh: '居住证', en: 'Residence permit' },
  holderKinds: ['person'],
  issuers: Object.values(DEPARTMENTS),
  attributes: [
    { name: '住址', label: { zh: '住址', en: 'Address' }, type: 'text', required: true, maxLength: 100 },
    { name: '出生日期', label: { zh: '出生日期', en: 'Date of birth' }, type: 'date', required: true },
    { name: '联系电话', label: { zh: '联系电话', en: 'Telephone' }, type: 'text', required: false, maxLength: 20 },
  ],
  inForceFrom: '2020-01-01',
  inForceUntil: null,
};

/** The same, but only 浑南区 issues it. */
export const TYPE_OF_HUNNAN: LicenseType = { ...TYPE, code: '11210100000000019F002', issuers: [DEPARTMENTS.hunnan] };

/** The same, but it is issued no longer. */
export const TYPE_OF_THE_PAST: LicenseType = { ...TYPE, code: '11210100000000019F003', inForceUntil: '2021-12-31' };

export const FILE = Buffer.from('the file of a license');

/** What a service hall sends to have a license issued. */
export interface Order {
  readonly type: string;
  readonly serial?: string;
  readonly issuer?: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly effectiveAt: string;
  readonly fileDigests: readonly Digest[];
  readonly holder: Holder;
  readonly attributes: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

let people = 0;

/** Somebody whom nobody knows yet; nobody alive has such a number. */
export function newHolder(): Holder {
  people += 1;
  const body = `21010218810307${String(people).padStart(3, '0')}`;
  return { kind: 'person', idType: 'resident-id', idNumber: `${body}${computeResidentIdCheck(body)}`, name: '关山月' };
}

/** An order for a license of a holder of its own. */
export function newOrder(changes: Partial<Order> = {}): Order {
  return {
    type: TYPE.code,
    validFrom: '2026-01-01',
    validUntil: null,
    effectiveAt: new Date(Date.now() - 60_000).toISOString(),
    fileDigests: newDigests(FILE),
    holder: newHolder(),
    attributes: [
      { name: '住址', type: 'text', value: '三好街一百号二层' },
      { name: '出生日期', type: 'date', value: '1881-03-07' },
    ],
    ...changes,
  };
}

/** An idempotency key. */
export function newKey(): string {
  return randomBytes(16).toString('hex');
}
