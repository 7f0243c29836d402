import { z } from 'zod';

/** Most items of a page. */
export const MAX_PAGE_SIZE = 100;

/** Most items wanted on a page. */
export const pageSizeSchema = z.int().min(1).max(MAX_PAGE_SIZE).meta({
  id: 'PageSize',
  description: 'Most items of the page, 1 to 100.',
  example: 20,
});

/** Where the next page begins. */
export const bookmarkSchema = z.string().min(1).max(512).meta({
  id: 'Bookmark',
  description: 'Opaque; the bookmark of the page before.',
});

/** Where the next page begins, in an answer. */
export const nextBookmarkSchema = bookmarkSchema.nullable().describe('Bookmark of the next page, null on the last.');

/** Fields of a request for a page. */
export const pageRequest = { pageSize: pageSizeSchema, bookmark: bookmarkSchema.optional() };
