import { CodedError } from '@shengjing/core';

/** Where a page ends: the sort key of its last license. */
export interface PageEnd {
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly key: string;
}

const WELL_FORMED = /^([0-9]{1,15})\/([0-9A-Z.]{1,120})$/u;

/** The opaque form of a page's end. */
export function toBookmark({ recordedAt, key }: PageEnd): string {
  return Buffer.from(`${String(recordedAt)}/${key}`).toString('base64url');
}

/**
 * Reads a bookmark.
 *
 * @throws CodedError INVALID_INPUT for a text that is none.
 */
export function parseBookmark(bookmark: string): PageEnd {
  const [, recordedAt, key] = WELL_FORMED.exec(Buffer.from(bookmark, 'base64url').toString('latin1')) ?? [];
  if (recordedAt === undefined || key === undefined) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'bookmark', issue: 'not-a-bookmark' }] });
  }
  return { recordedAt: Number(recordedAt), key };
}
