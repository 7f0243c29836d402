import { type LicenseRecord, type LicenseRecord1, toCurrentLicense } from '@shengjing/core';
import { z } from 'zod';

import type { LicenseRow } from './tables';

/** What the index reads of a license's record; every form of it has these. */
const indexedFieldsSchema = z.looseObject({
  identifier: z.string(),
  type: z.string(),
  issuer: z.string(),
  serial: z.string(),
  version: z.int(),
  mspId: z.string(),
  division: z.string(),
  holderRef: z.string(),
  holderKind: z.string(),
  status: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  effectiveAt: z.string(),
  recordedAt: z.iso.datetime(),
  txId: z.string(),
});

/**
 * The row of a license.
 *
 * @param record - The record as the ledger has it, JSON.
 * @returns undefined when the record has none of the forms known here.
 */
export function toLicenseRow(key: string, record: string): LicenseRow | undefined {
  const { success, data } = indexedFieldsSchema.safeParse(parseJson(record));
  if (!success) {
    return undefined;
  }
  const { identifier, type, issuer, serial, version, division, status } = data;
  return {
    key,
    identifier,
    type,
    issuer,
    serial,
    version,
    msp_id: data.mspId,
    division,
    holder_ref: data.holderRef,
    holder_kind: data.holderKind,
    status,
    valid_from: data.validFrom,
    valid_until: data.validUntil,
    effective_at: data.effectiveAt,
    recorded_at: Date.parse(data.recordedAt),
    tx_id: data.txId,
    record,
  };
}

/** The record of a row in its current form. */
export function toLicenseRecord({ record }: Pick<LicenseRow, 'record'>): LicenseRecord {
  return toCurrentLicense(JSON.parse(record) as LicenseRecord1 | LicenseRecord);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
