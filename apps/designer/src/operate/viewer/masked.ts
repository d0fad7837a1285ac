/** A value that is not shown: what it is of, its form, its length and a keyed hash by which equal ones can be found. */
export interface Masked {
  $masked: string;
  shape: string;
  length: number;
  hash: string;
}

export function isMasked(value: unknown): value is Masked {
  return typeof value === 'object' && value !== null && '$masked' in value && 'shape' in value;
}
