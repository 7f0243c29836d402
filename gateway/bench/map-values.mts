/** An object with the same keys and other values. */
export function mapValues<Key extends string, From, To>(object: Readonly<Record<Key, From>>, map: (value: From) => To): Record<Key, To> {
  return Object.fromEntries(Object.entries<From>(object).map(([key, value]) => [key, map(value)])) as Record<Key, To>;
}
