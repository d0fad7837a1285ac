import { pointer } from '../problem.ts';

/** Deepest nesting a document may have. */
export const DEPTH_LIMIT = 64;

/**
 * Why a JSON value cannot be kept unchanged by every store and reader, or undefined: nested deeper than 64, a text with NUL or half of
 * a surrogate pair, a number that is not finite, a key `__proto__`.
 */
export function unsound(value: unknown): { code: string; sentence: string; field: string } | undefined {
  const waiting: { value: unknown; path: string[] }[] = [{ value, path: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: here, path } = next;
    if (typeof here === 'string' && !soundText(here))
      return finding('text_unsound', path, 'holds NUL or half a character');
    if (typeof here === 'number' && !Number.isFinite(here))
      return finding('number_unsound', path, 'is not a finite number');
    if (here === null || typeof here !== 'object') continue;
    if (path.length >= DEPTH_LIMIT) return finding('depth_limit', path, `is nested deeper than ${DEPTH_LIMIT}`);
    for (const [key, inner] of Object.entries(here)) {
      if (key === '__proto__' || !soundText(key)) return finding('key_unsound', path, 'has a key that cannot be kept');
      waiting.push({ value: inner, path: [...path, key] });
    }
  }
  return undefined;
}

function soundText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

function finding(code: string, path: string[], what: string) {
  const field = pointer(path);
  return { code, field, sentence: `The value at ${field || 'the top'} ${what}.` };
}
