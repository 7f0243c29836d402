import canonicalize from 'canonicalize';

/**
 * JSON in the one form that is hashed and stored (RFC 8785): keys in the order of their UTF-16 code units, no spaces,
 * numbers as ECMAScript prints them. Properties that are undefined are left out.
 *
 * @throws TypeError when JSON cannot hold the value (undefined, a function, NaN, a lone surrogate, a circle).
 */
export function toCanonicalJson(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) {
    throw new TypeError('JSON cannot hold the value');
  }
  return text;
}

/** Whether the text is JSON in canonical form, so that equal values have equal bytes. */
export function isCanonicalJson(text: string): boolean {
  try {
    return toCanonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

function serialize(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (cause) {
    throw new TypeError('JSON cannot hold the value', { cause });
  }
}
