import { computeResidentIdCheck, computeUsccCheck, newDigests, type Digest, type Holder, type LicenseType } from '@shengjing/core';

import type { Random } from './random.mts';

/** What a service hall sends to have a license issued. Nobody in it is real. */
export interface Order {
  readonly type: string;
  readonly serial?: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly effectiveAt: string;
  readonly fileDigests: readonly Digest[];
  readonly holder: Holder;
  readonly attributes: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

const SHARE_WITH_SERIAL = 0.5;

/** A type that is issued to people and enterprises. */
export function newType(issuers: readonly string[]): LicenseType {
  return {
    code: '11210100000000019F001',
    name: { zh: '演练用证照', en: 'License of an exercise' },
    holderKinds: ['person', 'enterprise'],
    issuers: [...issuers],
    attributes: [{ name: '住址', label: { zh: '住址', en: 'Address' }, type: 'text', required: true, maxLength: 100 }],
    inForceFrom: '2020-01-01',
    inForceUntil: null,
  };
}

/** A type that is issued no longer: an order for it is refused, and the refusal is recorded. */
export function newTypeOfThePast(issuers: readonly string[]): LicenseType {
  return { ...newType(issuers), code: '11210100000000019F002', inForceUntil: '2021-12-31' };
}

/** The order of the wish with this number: everything in it that names something is its own, but for the holder. */
export function newOrder(random: Random, type: LicenseType, number: number, holder: number): Order {
  const serial = `C${String(number).padStart(8, '0')}`;
  return {
    type: type.code,
    ...(random.chance(SHARE_WITH_SERIAL) && { serial }),
    validFrom: '2026-01-01',
    validUntil: null,
    effectiveAt: new Date(Date.now() - 60_000).toISOString(),
    fileDigests: newDigests(Buffer.from(serial)),
    holder: holder % 2 === 0 ? newPerson(holder) : newEnterprise(holder),
    attributes: [{ name: '住址', type: 'text', value: `三好街${String(number)}号` }],
  };
}

/** The same, but for one attribute. */
export function toOtherOrder(order: Order): Order {
  return { ...order, attributes: order.attributes.map((attribute) => ({ ...attribute, value: `${attribute.value}二层` })) };
}

/** Born in 1881, so nobody alive. */
function newPerson(number: number): Holder {
  const day = new Date(Date.UTC(1881, 0, 1 + Math.floor(number / 1000)));
  const body = `210102${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(number % 1000).padStart(3, '0')}`;
  return { kind: 'person', idType: 'resident-id', idNumber: `${body}${computeResidentIdCheck(body)}`, name: '关山月' };
}

function newEnterprise(number: number): Holder {
  const body = `92210102MA${String(number).padStart(7, '0')}`;
  return { kind: 'enterprise', idType: 'uscc', idNumber: `${body}${computeUsccCheck(body)}`, name: '沈阳市演练商行' };
}
