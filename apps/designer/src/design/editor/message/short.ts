const LIMIT = 160;

/** A value in one line: texts in quotes, lists and objects by their first parts. */
export function shortText(value: unknown, limit = LIMIT): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return cut(JSON.stringify(value), limit);
  if (value === null || typeof value !== 'object') return String(value);
  return cut(parts(value, limit), limit);
}

function parts(value: object, limit: number): string {
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  let text = '';
  for (const [i, [key, inner]] of entries.entries()) {
    if (text.length > limit) break;
    text += `${i === 0 ? '' : ', '}${isList ? '' : `${key}: `}${shortText(inner, 40)}`;
  }
  return isList ? `[${text}]` : `{${text}}`;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Shape and length stay visible, so that a mismatch can be found; the value itself does not. */
export function masked(value: unknown): string {
  if (typeof value === 'string') return `${'•'.repeat(Math.min(value.length, 8))} ${value.length}`;
  if (typeof value === 'number') return '••';
  return '••••';
}
