import type { AnyChange } from '../ledger-index/change-audience';
import { CHANGES_EVENT, formatLicenseIdentifier, type LicenseRecord, toCanonicalJson } from '@shengjing/core';

import type { TransactionParts } from './fake-blocks';
import { TX, TYPE } from './sample-order';
import { DEPARTMENT } from './test-issuer';

/** A license's public record with some fields replaced; its identifier follows from them. */
export function newLicenseRecord(changes: Partial<LicenseRecord> = {}): LicenseRecord {
  const key = { type: TYPE, issuer: DEPARTMENT, serial: 'A1', version: 1, ...changes };
  return {
    schema: 'license/2',
    identifier: formatLicenseIdentifier(key),
    typeVersion: 1,
    mspId: 'HepingMSP',
    division: '210102',
    holderRef: '0'.repeat(32),
    holderKind: 'enterprise',
    status: '01',
    validFrom: '2026-01-01',
    validUntil: null,
    effectiveAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    provenance: 'issued',
    fileDigests: [],
    attributeRoots: [{ alg: 'sm3', value: '0'.repeat(64) }],
    attributeCount: 1,
    txId: TX,
    previous: null,
    next: null,
    lastStep: 1,
    lastEffectiveAt: '2026-01-01T00:00:00.000Z',
    statusReason: null,
    transferTo: null,
    seals: [],
    importedFrom: null,
    ...key,
  };
}

/** The ledger's key of a license. */
export function licenseKeyOf({ type, issuer, serial }: Pick<LicenseRecord, 'type' | 'issuer' | 'serial'>): string {
  return `\u0000license\u0000${type}\u0000${issuer}\u0000${serial}\u0000`;
}

/** A transaction that writes licenses. */
export function writing(...records: readonly LicenseRecord[]): TransactionParts {
  return { writes: records.map((record) => ({ key: licenseKeyOf(record), value: toCanonicalJson(record) })) };
}

/** A transaction that tells of changes. */
export function telling(...changes: readonly AnyChange[]): TransactionParts {
  const payload = toCanonicalJson({ schema: 'changes/1', requestId: 'request-0123456789', changes });
  return { event: { name: CHANGES_EVENT, payload } };
}
