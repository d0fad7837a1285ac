/** A value that is not shown: what it is of, its form, its length and a keyed hash by which equal ones can be found. */
export interface Masked {
  $masked: string;
  shape: string;
  length: number;
  hash: string;
}

/** A message may say `$masked` itself: only what has the whole form is one. */
export function isMasked(value: unknown): value is Masked {
  if (typeof value !== 'object' || value === null || !('$masked' in value)) return false;
  const { $masked, shape, length, hash } = value as Partial<Record<string, unknown>>;
  return (
    typeof $masked === 'string' && typeof shape === 'string' && typeof length === 'number' && typeof hash === 'string'
  );
}
