const SEPARATOR = '\u0000';

/** A key of the ledger that is made of a kind and parts. */
export interface CompositeKey {
  readonly kind: string;
  readonly parts: readonly string[];
}

/**
 * Takes a composite key of Fabric apart: a separator, then the kind and each part with a separator behind it.
 *
 * @returns undefined for a key that is none.
 */
export function parseCompositeKey(key: string): CompositeKey | undefined {
  const [before, kind, ...rest] = key.split(SEPARATOR);
  const parts = rest.slice(0, -1);
  return before === '' && kind !== undefined && rest.at(-1) === '' ? { kind, parts } : undefined;
}
