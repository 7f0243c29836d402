import {
  computeHolderKey,
  newDigests,
  toCanonicalJson,
  type HolderMapping,
  type HolderValue,
  type IssueRequest,
  type LicensePrivate,
  type LicenseType,
} from '@shengjing/core';
import { HOLDER_KEY } from './fake-network';
import { DEPARTMENTS } from './people';

/** The moment at which the tests play. */
export const NOW = new Date('2026-06-15T02:00:00.000Z');

/** Somebody else than the holder of the samples. */
export const OTHER_PERSON = { kind: 'person', idType: 'resident-id', idNumber: '11010519491231002X', name: '李四' } as const;

/** A license type of the samples: food business licenses of two districts and the city. */
export const TYPE: LicenseType = {
  code: '11100000000013338W011',
  name: { zh: '食品经营许可证', en: 'Food business license' },
  holderKinds: ['person'],
  issuers: [DEPARTMENTS.heping, DEPARTMENTS.hunnan, DEPARTMENTS.city],
  attributes: [
    { name: '经营场所', label: { zh: '经营场所', en: 'Premises' }, type: 'text', required: true, maxLength: 60 },
    { name: '签发日期', label: { zh: '签发日期', en: 'Date of issue' }, type: 'date', required: false },
  ],
  inForceFrom: '2020-01-01',
  inForceUntil: null,
};

/** An issue as a gateway would put it together. */
export interface SampleOrder {
  readonly request: IssueRequest;
  readonly private: LicensePrivate;
  readonly holderValue: HolderValue;
  readonly mapping: HolderMapping;
}

/** What a sample order may differ in. */
export interface SampleChanges {
  readonly request?: Partial<IssueRequest>;
  readonly private?: Partial<LicensePrivate>;
  readonly holderValue?: Partial<HolderValue>;
  readonly mapping?: Partial<HolderMapping>;
}

/** The number is the example of GB 11643. */
const HOLDER: LicensePrivate['holder'] = {
  kind: 'person',
  idType: 'resident-id',
  idNumber: '440524188001010014',
  name: '关山月',
};

/** Order number `n`, for the department of a district or the city; other numbers have other handles and serials. */
export function newOrder(n: number, issuer: string, changes: SampleChanges = {}): SampleOrder {
  const privatePart: LicensePrivate = { ...newPrivate(n), ...changes.private };
  const { idType, idNumber } = privatePart.holder;
  const request = { ...newRequest(n, issuer), ...changes.request };
  const holderValue: HolderValue = {
    schema: 'holder/1',
    holderRef: request.holderRef,
    idType,
    idNumber,
    salt: hex(16, 90),
    ...changes.holderValue,
  };
  const mapping: HolderMapping = {
    schema: 'holder-mapping/1',
    key: computeHolderKey(HOLDER_KEY.secret, privatePart.holder),
    keyVersion: HOLDER_KEY.version,
    value: toCanonicalJson(holderValue),
    known: false,
    ...changes.mapping,
  };
  return { request, private: privatePart, holderValue, mapping };
}

/** The transient map of an order. */
export function transientOf(order: SampleOrder): Record<string, string> {
  return { private: toCanonicalJson(order.private), holder: JSON.stringify(order.mapping) };
}

/** Everything about an order that must not be seen in public. */
export function personalValuesOf({ private: { holder, attributes } }: SampleOrder): string[] {
  return [holder.idNumber, holder.name, ...attributes.map(({ value }) => value)];
}

/** `bytes` bytes of hexadecimal that are the same for the same number. */
export function hex(bytes: number, n: number): string {
  return n.toString(16).padStart(2, '0').repeat(bytes);
}

function newRequest(n: number, issuer: string): IssueRequest {
  return {
    requestId: `request-number-${String(n)}`,
    type: TYPE.code,
    issuer,
    serial: `2026000${String(n)}`,
    validFrom: '2026-06-15',
    validUntil: '2031-06-14',
    effectiveAt: '2026-06-15T01:59:00.000Z',
    fileDigests: newDigests(`file ${String(n)}`),
    holderRef: hex(16, 200),
  };
}

function newPrivate(n: number): LicensePrivate {
  return {
    schema: 'license-private/1',
    handle: hex(16, n),
    salt: hex(32, n),
    holder: HOLDER,
    attributes: [
      { name: '经营场所', type: 'text', value: '三好街一百号二层', salt: hex(16, 10 + n) },
      { name: '签发日期', type: 'date', value: '2026-06-14', salt: hex(16, 50 + n) },
    ],
  };
}
