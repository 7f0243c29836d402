import { z } from 'zod';

const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/**
 * Whether a text has one spelling only: normal form C, no control, direction or line characters, no lone surrogates,
 * no space at either end.
 */
export function isPlainText(text: string): boolean {
  return !FORBIDDEN.test(text) && text === text.trim() && text === text.normalize('NFC');
}

/** A schema of plain text, 1 to `maxLength` UTF-16 code units. It refuses instead of repairing. */
export function newTextSchema(maxLength: number): z.ZodString {
  return z.string().min(1).max(maxLength).refine(isPlainText, 'not-plain-text');
}

/** A schema of lowercase hexadecimal with a length in bytes. */
export function newHexSchema(minBytes: number, maxBytes: number): z.ZodString {
  const times = minBytes === maxBytes ? String(minBytes) : `${String(minBytes)},${String(maxBytes)}`;
  return z.string().max(maxBytes * 2).regex(new RegExp(`^(?:[0-9a-f]{2}){${times}}$`, 'u'));
}
