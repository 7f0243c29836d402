import { LICENSE_STATUS_CODES, type LicenseRecord, type LicenseStatus, registeredDivision } from '@shengjing/core';
import { type Expression, type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql, type SqlBool } from 'kysely';

import { parseBookmark, toBookmark } from './bookmark';
import { toLicenseRecord } from './license-record';
import type { IndexTables } from './tables';

/** What is looked for: licenses to which all of this applies. */
export interface LicenseFilter {
  readonly holderRef?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: LicenseStatus | undefined;
  readonly division?: string | undefined;
  readonly issuer?: string | undefined;
  /** Recorded at this instant or later. */
  readonly recordedFrom?: string | undefined;
  /** Recorded before this instant. */
  readonly recordedUntil?: string | undefined;
}

/** A search for one page. */
export interface LicenseSearch {
  readonly filter: LicenseFilter;
  readonly pageSize: number;
  readonly bookmark?: string | undefined;
}

/** Licenses, the last recorded first. */
export interface LicensePage {
  readonly items: readonly LicenseRecord[];
  readonly bookmark: string | null;
}

const COLUMNS = { holderRef: 'holder_ref', type: 'type', status: 'status', division: 'division', issuer: 'issuer' } as const;

type Field = keyof typeof COLUMNS;

/**
 * The fields that lead a database index, most selective first: the first entry whose fields are all given is used, and
 * what is given beyond them is checked row by row. All but the holder's go on with the status; without one the
 * statuses' lists, each in order, are merged.
 */
const PATHS: readonly (readonly Field[])[] = [
  ['holderRef'],
  ['issuer', 'type'],
  ['division', 'type'],
  ['issuer'],
  ['type'],
  ['division'],
  [],
];

type Keys = SelectQueryBuilder<IndexTables, 'index_license', { key: string; recorded_at: number }>;

/**
 * Finds one page of licenses.
 *
 * @throws CodedError INVALID_INPUT for a bookmark that is none.
 */
export async function searchLicenses(db: Kysely<IndexTables>, search: LicenseSearch): Promise<LicensePage> {
  const { pageSize, filter } = search;
  if (contradictsItself(filter)) {
    matchBookmark(search.bookmark);
    return { items: [], bookmark: null };
  }
  const rows = await db
    .selectFrom(selectKeys(db, search).as('found'))
    .innerJoin('index_license', 'index_license.key', 'found.key')
    .select(['found.key', 'found.recorded_at', 'index_license.record'])
    .orderBy('found.recorded_at', 'desc')
    .orderBy('found.key', 'desc')
    .execute();
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const isLastPage = rows.length <= pageSize || last === undefined;
  return {
    items: page.map(toLicenseRecord),
    bookmark: isLastPage ? null : toBookmark({ recordedAt: last.recorded_at, key: last.key }),
  };
}

/**
 * Whether the issuer is not of the division. The contract lets no department issue for another division, so its licenses
 * need not be gone through.
 */
function contradictsItself({ issuer, division }: LicenseFilter): boolean {
  return issuer !== undefined && division !== undefined && registeredDivision(issuer) !== division;
}

/** The keys of the page and of one license more, which tells whether there is another page. */
function selectKeys(db: Kysely<IndexTables>, search: LicenseSearch): Keys {
  const path = PATHS.find((fields) => fields.every((field) => search.filter[field] !== undefined)) ?? [];
  if (path.includes('holderRef') || search.filter.status !== undefined) {
    return selectOrdered(db, search, path, search.filter.status);
  }
  const [first, ...others] = LICENSE_STATUS_CODES.map((status) =>
    db.selectFrom(selectOrdered(db, search, path, status).as('part')).select(['key', 'recorded_at']),
  ) as [Keys, ...Keys[]];
  return others
    .reduce((all, next) => all.unionAll(next), first)
    .orderBy('recorded_at', 'desc')
    .orderBy('key', 'desc')
    .limit(search.pageSize + 1);
}

/** The keys in the order of one database index. */
function selectOrdered(
  db: Kysely<IndexTables>,
  { filter, pageSize, bookmark }: LicenseSearch,
  path: readonly Field[],
  status: LicenseStatus | undefined,
): Keys {
  const wanted = { ...filter, status };
  return db
    .selectFrom('index_license')
    .select(['key', 'recorded_at'])
    .where((row) => row.and([...matchFields(row, wanted, path), ...matchTime(row, filter), ...matchBookmark(bookmark)]))
    .orderBy('recorded_at', 'desc')
    .orderBy('key', 'desc')
    .limit(pageSize + 1);
}

type Row = ExpressionBuilder<IndexTables, 'index_license'>;

/** A field beside the path is compared as an expression, so that no database index but the path's is chosen for it. */
function matchFields(row: Row, filter: LicenseFilter, path: readonly Field[]): Expression<SqlBool>[] {
  const leads = (field: Field): boolean => path.includes(field) || (field === 'status' && !path.includes('holderRef'));
  return (Object.keys(COLUMNS) as Field[]).flatMap((field): Expression<SqlBool>[] => {
    const value = filter[field];
    const column = COLUMNS[field];
    if (value === undefined) {
      return [];
    }
    return leads(field) ? [row(column, '=', value)] : [sql<SqlBool>`${sql.ref(column)} || '' = ${value}`];
  });
}

function matchTime(row: Row, { recordedFrom, recordedUntil }: LicenseFilter): Expression<SqlBool>[] {
  return [
    ...(recordedFrom === undefined ? [] : [row('recorded_at', '>=', Date.parse(recordedFrom))]),
    ...(recordedUntil === undefined ? [] : [row('recorded_at', '<', Date.parse(recordedUntil))]),
  ];
}

function matchBookmark(bookmark: string | undefined): Expression<SqlBool>[] {
  if (bookmark === undefined) {
    return [];
  }
  const { recordedAt, key } = parseBookmark(bookmark);
  return [sql<SqlBool>`(recorded_at, key) < (${recordedAt}, ${key})`];
}
