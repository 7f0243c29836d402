import { findDigest, judgeStatus, type LicenseRecord, readLicenseIdentifier, type VerdictCode, type VerifyRequest } from '@shengjing/core';

import type { Database } from '../dist/database/index.js';
import { toLicenseRecord } from '../dist/ledger-index/license-record.js';
import type { IndexTables } from '../dist/ledger-index/tables.js';

/** The database of the index. */
export type IndexDb = Database<IndexTables>['db'];

/** What is found of a license whose file is shown. */
export interface IndexVerdicts {
  readonly status: VerdictCode;
  readonly integrity: VerdictCode;
}

/**
 * Verifies as the contract does, but for the type's entitlement, by what the index holds: the current version.
 * @throws Error when the index does not hold the license.
 */
export async function verifyByIndex(db: IndexDb, request: VerifyRequest): Promise<IndexVerdicts> {
  const reading = readLicenseIdentifier(request.identifier);
  if (!reading.ok) {
    throw new Error(`${request.identifier} is malformed`);
  }
  const { type, issuer, serial } = reading.identifier;
  const row = await db
    .selectFrom('index_license')
    .select('record')
    .where('key', '=', [type, issuer, serial].join('.'))
    .executeTakeFirst();
  return judge(row && toLicenseRecord(row), request);
}

/** @throws Error when there is no such license. */
export function judge(license: LicenseRecord | undefined, { identifier, fileDigest }: VerifyRequest): IndexVerdicts {
  if (license?.identifier !== identifier) {
    throw new Error('the index does not hold the license');
  }
  const recorded = fileDigest && findDigest(license.fileDigests, fileDigest.alg);
  return {
    status: judgeStatus(license, new Date().toISOString()),
    integrity: recorded?.value === fileDigest?.value ? 'MATCHES' : 'FILE_DIFFERS',
  };
}
