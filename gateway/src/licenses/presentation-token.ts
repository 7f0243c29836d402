import {
  CodedError,
  parseRequest,
  type ShownPresentation,
  shownPresentationSchema,
  toCanonicalJson,
} from '@shengjing/core';
import { z } from 'zod';

/** Longest token of a presentation, in characters. */
const MAX_TOKEN_LENGTH = 131_072;

/** What a holder shows, as a text that a code to scan can hold. Personal data. */
export const presentationTokenSchema = z
  .string()
  .min(1)
  .max(MAX_TOKEN_LENGTH)
  .regex(/^[A-Za-z0-9_-]+$/u)
  .meta({
    id: 'PresentationToken',
    description: 'Base64url (RFC 4648) of the canonical JSON of what is shown (亮证). Personal data.',
  });

/**
 * The token of a presentation.
 * @throws CodedError INVALID_INPUT when so much is shown that nobody would take the token.
 */
export function toPresentationToken(shown: ShownPresentation): string {
  const token = Buffer.from(toCanonicalJson(shown)).toString('base64url');
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'attributes', issue: 'too-long' }] });
  }
  return token;
}

/**
 * Reads a token that was scanned.
 * @throws CodedError INVALID_INPUT naming the places that are wrong.
 */
export function parsePresentationToken(token: string): ShownPresentation {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return parseRequest(shownPresentationSchema, text, { canonical: true });
}
