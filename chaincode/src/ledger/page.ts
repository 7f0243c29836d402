import { CodedError } from '@shengjing/core';
import type { RecordOf, StateSchema } from './records';
import { parseRecord } from './state';
import type { Stub } from './stub';

/** Composite keys that begin alike. */
export interface KeyRange {
  readonly kind: string;
  readonly parts: string[];
}

/** Which page is wanted. */
export interface PageRequest {
  readonly pageSize: number;
  readonly bookmark?: string | undefined;
}

/** A page of records in the order of their keys. */
export interface Page<Item> {
  readonly items: Item[];
  /** Where the next page begins, or null on the last one. */
  readonly bookmark: string | null;
}

type KeyIterator = Awaited<ReturnType<Stub['getStateByPartialCompositeKey']>>;

/** As it is, not as the shim's types have it: an empty page comes without metadata. */
interface KeyPage {
  readonly iterator: KeyIterator;
  readonly metadata?: { readonly bookmark: string };
}

/**
 * Reads one page of a range. Fabric refuses pages in transactions that write, so this is for evaluation only.
 *
 * @throws CodedError INVALID_INPUT when the bookmark points outside the range.
 */
export async function readPage<Schema extends StateSchema>(
  stub: Stub,
  { kind, parts }: KeyRange,
  { pageSize, bookmark }: PageRequest,
  schema: Schema,
): Promise<Page<RecordOf<Schema>>> {
  const start = bookmark === undefined ? '' : decodeBookmark(bookmark, stub.createCompositeKey(kind, parts));
  const page: KeyPage = await stub.getStateByPartialCompositeKeyWithPagination(kind, parts, pageSize, start);
  const items = await readAll(page.iterator, schema);
  return { items, bookmark: encodeBookmark(page.metadata?.bookmark ?? '') };
}

/** Reads a whole range; for ranges that stay short. */
export async function readRange<Schema extends StateSchema>(
  stub: Stub,
  { kind, parts }: KeyRange,
  schema: Schema,
): Promise<RecordOf<Schema>[]> {
  return readAll(await stub.getStateByPartialCompositeKey(kind, parts), schema);
}

async function readAll<Schema extends StateSchema>(iterator: KeyIterator, schema: Schema): Promise<RecordOf<Schema>[]> {
  const records: RecordOf<Schema>[] = [];
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      records.push(parseRecord(next.value.value, schema));
    }
    return records;
  } finally {
    await iterator.close();
  }
}

/** The peer's bookmark is the next key, which holds NUL characters. */
function encodeBookmark(key: string): string | null {
  return key === '' ? null : Buffer.from(key, 'utf8').toString('base64url');
}

/** The peer starts wherever the bookmark says, so one from outside the range would read other records. */
function decodeBookmark(bookmark: string, prefix: string): string {
  const key = Buffer.from(bookmark, 'base64url').toString('utf8');
  if (!key.startsWith(prefix)) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'bookmark', issue: 'not-of-this-list' }] });
  }
  return key;
}
