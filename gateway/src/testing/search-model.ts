import { LICENSE_STATUS_CODES, type LicenseRecord, registeredDivision } from '@shengjing/core';

import type { LicenseFilter, LicenseSearch, LicensePage } from '../ledger-index';
import { newLicenseRecord } from './sample-records';

const TYPES = ['11210102000000019C001', '11210102000000019C002'];
const ISSUERS = ['11210102000000019C', '11210112000000019U', '11210100000000019F'];
const STATUSES = LICENSE_STATUS_CODES.slice(0, 3);

/** Licenses in which values of every field meet each other; some are recorded at the same instant. */
export function newLicenses(count: number): LicenseRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const issuer = pick(ISSUERS, index >> 1);
    return newLicenseRecord({
      type: pick(TYPES, index),
      issuer,
      serial: `S${String(index)}`,
      division: registeredDivision(issuer),
      status: pick(STATUSES, index >> 3),
      holderRef: String(index % 7).padStart(32, '0'),
      recordedAt: instant(index >> 2),
    });
  });
}

/** Every combination of up to three filters over such licenses, one without any result included. */
export function newFilters(count: number): LicenseFilter[] {
  const single: LicenseFilter[] = [
    { type: pick(TYPES, 0) },
    { issuer: pick(ISSUERS, 1) },
    { division: registeredDivision(pick(ISSUERS, 1)) },
    { status: pick(STATUSES, 1) },
    { holderRef: '3'.padStart(32, '0') },
    { recordedFrom: instant(count >> 4) },
    { recordedUntil: instant(count >> 3) },
  ];
  const pairs = single.flatMap((one, index) => single.slice(index + 1).map((other) => ({ ...one, ...other })));
  const triples = pairs.flatMap((pair) => single.map((other) => ({ ...pair, ...other })));
  return [{}, ...single, ...pairs, ...triples, { holderRef: 'f'.repeat(32) }, { issuer: pick(ISSUERS, 0), division: registeredDivision(pick(ISSUERS, 1)) }];
}

/** What is to be found, in order, worked out without a database. */
export function findInModel(licenses: readonly LicenseRecord[], filter: LicenseFilter): LicenseRecord[] {
  const { recordedFrom = '', recordedUntil = '9', ...fields } = filter;
  return licenses
    .filter((license) => Object.entries(fields).every(([field, value]) => license[field as keyof LicenseRecord] === value))
    .filter(({ recordedAt }) => recordedAt >= recordedFrom && recordedAt < recordedUntil)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1));
}

/** Reads a search to its end, page by page. */
export async function readAll(
  search: (search: LicenseSearch) => Promise<LicensePage>,
  filter: LicenseFilter,
  pageSize: number,
): Promise<LicenseRecord[]> {
  const found: LicenseRecord[] = [];
  let bookmark: string | null | undefined;
  do {
    const page = await search({ filter, pageSize, ...(typeof bookmark === 'string' && { bookmark }) });
    found.push(...page.items);
    ({ bookmark } = page);
  } while (bookmark !== null);
  return found;
}

function sortKey({ recordedAt, type, issuer, serial }: LicenseRecord): string {
  return [recordedAt, type, issuer, serial].join('.');
}

function instant(minute: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
}

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}
