import { createHash } from 'node:crypto';

import { computeUsccCheck, formatLicenseIdentifier, LICENSE_STATUS_CODES, type LicenseRecord, type LicenseStatus, toCanonicalJson } from '@shengjing/core';

import type { LedgerBlock } from '../dist/fabric/index.js';
import type { LicenseFilter } from '../dist/ledger-index/search-licenses.js';

const DIVISIONS = 14;
const ISSUERS_PER_DIVISION = 12;
const TYPES = 40;
const LICENSES_PER_HOLDER = 2.5;
const LICENSES_PER_BLOCK = 500;
const DAYS = 1_100;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);

/** Of a hundred licenses ninety-four are valid. */
const STATUS_SHARES: Readonly<Partial<Record<LicenseStatus, number>>> = { '01': 0.94, '04': 0.03, '05': 0.02, '02': 0.005, '06': 0.003, '03': 0.001, '07': 0.001 };

/** A city's licenses, drawn at random from a fixed seed: few common types and many rare ones, some imported in batches. */
export interface IndexSample {
  /** As many blocks as hold all licenses. */
  blocks(): Generator<LedgerBlock>;
  /** Kinds of searches by name; each gives another filter of its kind at every call. */
  readonly searches: Readonly<Record<string, () => LicenseFilter>>;
}

export function newIndexSample(licenses: number): IndexSample {
  const random = newRandom(20_260_101);
  const below = (limit: number): number => Math.floor(random() * limit);
  const holders = Math.ceil(licenses / LICENSES_PER_HOLDER);
  // Squaring makes low numbers common: the first of forty types has a sixth of all licenses.
  const skewed = (limit: number): number => Math.floor(random() ** 2 * limit);
  const newRecord = (serial: number, batchTime: number | undefined): LicenseRecord => {
    const issuer = below(DIVISIONS * ISSUERS_PER_DIVISION);
    const time = batchTime ?? FIRST_DAY + below(DAYS) * DAY_MS + below(DAY_MS);
    return toRecord({ serial, issuer, type: skewed(TYPES), holder: below(holders), status: pickStatus(random()), time });
  };
  const type = (): LicenseFilter => ({ type: typeCode(skewed(TYPES)) });
  const division = (): LicenseFilter => ({ division: divisionCode(below(DIVISIONS)) });
  const issuer = (): LicenseFilter => ({ issuer: issuerCode(below(DIVISIONS * ISSUERS_PER_DIVISION)) });
  const holderRef = (): LicenseFilter => ({ holderRef: holderReference(below(holders)) });
  const month = (): LicenseFilter => {
    const from = FIRST_DAY + below(DAYS - 30) * DAY_MS;
    return { recordedFrom: new Date(from).toISOString(), recordedUntil: new Date(from + 30 * DAY_MS).toISOString() };
  };
  const valid: LicenseFilter = { status: '01' };
  const withdrawn: LicenseFilter = { status: '07' };
  return {
    *blocks() {
      for (let from = 0; from < licenses; from += LICENSES_PER_BLOCK) {
        const count = Math.min(LICENSES_PER_BLOCK, licenses - from);
        const batchTime = random() < 0.3 ? FIRST_DAY + below(DAYS) * DAY_MS : undefined;
        yield toBlock(from / LICENSES_PER_BLOCK, Array.from({ length: count }, (_, index) => newRecord(from + index, batchTime)));
      }
    },
    searches: {
      'no filter': () => ({}),
      holderRef,
      type,
      'status 01 (94 %)': () => valid,
      'status 07 (0.1 %)': () => withdrawn,
      division,
      issuer,
      'recorded in a month': month,
      'type, status 01': () => ({ ...type(), ...valid }),
      'type, status 07': () => ({ ...type(), ...withdrawn }),
      'division, type': () => ({ ...division(), ...type() }),
      'division, status 07': () => ({ ...division(), ...withdrawn }),
      'issuer, type': () => ({ ...issuer(), ...type() }),
      'issuer, status 07': () => ({ ...issuer(), ...withdrawn }),
      'holderRef, status 01': () => ({ ...holderRef(), ...valid }),
      'holderRef, type': () => ({ ...holderRef(), ...type() }),
      'type, recorded in a month': () => ({ ...type(), ...month() }),
      'division, recorded in a month': () => ({ ...division(), ...month() }),
      'division, type, status 07': () => ({ ...division(), ...type(), ...withdrawn }),
      'issuer, division, type, status 01, a month': () => ({ ...issuer(), ...division(), ...type(), ...valid, ...month() }),
    },
  };
}

interface Parts {
  readonly serial: number;
  readonly issuer: number;
  readonly type: number;
  readonly holder: number;
  readonly status: LicenseStatus;
  readonly time: number;
}

function toRecord({ serial, issuer, type, holder, status, time }: Parts): LicenseRecord {
  const instant = new Date(time).toISOString();
  const key = { type: typeCode(type), issuer: issuerCode(issuer), serial: `S${String(serial).padStart(9, '0')}`, version: 1 };
  const digest = createHash('sha256').update(String(serial)).digest('hex');
  const digests = (['sm3', 'sha256'] as const).map((alg) => ({ alg, value: digest }));
  return {
    schema: 'license/2',
    identifier: formatLicenseIdentifier(key),
    ...key,
    typeVersion: 1,
    mspId: 'HepingMSP',
    division: divisionCode(Math.floor(issuer / ISSUERS_PER_DIVISION)),
    holderRef: holderReference(holder),
    holderKind: 'person',
    status,
    validFrom: instant.slice(0, 10),
    validUntil: null,
    effectiveAt: instant,
    recordedAt: instant,
    provenance: 'issued',
    fileDigests: digests,
    attributeRoots: digests,
    attributeCount: 6,
    txId: digest,
    previous: null,
    next: null,
    lastStep: 1,
    lastEffectiveAt: instant,
    statusReason: null,
    transferTo: null,
    seals: [],
    importedFrom: null,
  };
}

function toBlock(number: number, records: readonly LicenseRecord[]): LedgerBlock {
  const hash = (of: number): string => createHash('sha256').update(`block ${String(of)}`).digest('hex');
  const transactions = records.map((record, index) => ({
    index,
    txId: record.txId,
    mspId: record.mspId,
    time: record.recordedAt,
    writes: [{ key: ['', 'license', record.type, record.issuer, record.serial, ''].join('\u0000'), value: toCanonicalJson(record) }],
  }));
  return { number, hash: hash(number), previousHash: number === 0 ? '' : hash(number - 1), transactions };
}

function typeCode(type: number): string {
  return `11210100000000019F${String(type + 1).padStart(3, '0')}`;
}

function issuerCode(issuer: number): string {
  const body = `112101${String(issuer).padStart(11, '0')}`;
  return `${body}${computeUsccCheck(body)}`;
}

function divisionCode(division: number): string {
  return String(210_100 + division);
}

function holderReference(holder: number): string {
  return createHash('md5').update(String(holder)).digest('hex');
}

function pickStatus(at: number): LicenseStatus {
  let rest = at;
  return LICENSE_STATUS_CODES.find((status) => (rest -= STATUS_SHARES[status] ?? 0) < 0) ?? '01';
}

/** A small generator of random numbers in [0, 1) (mulberry32), so that every run has the same licenses. */
function newRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
