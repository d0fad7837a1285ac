import { createHash } from 'node:crypto';

/** JSON text by RFC 8785: keys in UTF-16 order, no blanks, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value);
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

export function hashOfJson(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}
