/** A copy whose objects have their keys in code-unit order, at every depth; keys without a value are left out. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(
    keys.flatMap((key) => {
      const inner = (value as Record<string, unknown>)[key];
      return inner === undefined ? [] : [[key, sorted(inner)]];
    }),
  );
}
