import { pointer } from '../problem.ts';

/** The parts of a JSON Pointer (RFC 6901), or undefined when the text is none. */
export function pointerParts(text: string): string[] | undefined {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a pointer's parts; undefined when nothing is there. */
export function valueAt(value: unknown, parts: readonly string[]): unknown {
  let here = value;
  for (const part of parts) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/**
 * A copy with the value at the pointer set, or taken away when `next` is undefined. `-` and the index behind the last element append
 * to an array. Returns undefined when the parent is not there or cannot hold such a key.
 */
export function withValueAt(value: unknown, parts: readonly string[], next: unknown): { value: unknown } | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return { value: next };
  if (part === '__proto__' || value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return withElement(value, part, rest, next);
  const inner = withValueAt(Object.hasOwn(value, part) ? value[part as never] : undefined, rest, next);
  if (!inner) return undefined;
  const { [part]: _old, ...others } = value as Record<string, unknown>;
  if (inner.value === undefined) return { value: others };
  return { value: Object.hasOwn(value, part) ? { ...value, [part]: inner.value } : { ...others, [part]: inner.value } };
}

function withElement(list: unknown[], part: string, rest: string[], next: unknown): { value: unknown } | undefined {
  const index = part === '-' ? list.length : /^(0|[1-9]\d{0,6})$/.test(part) ? Number(part) : -1;
  if (index < 0 || index > list.length) return undefined;
  const inner = withValueAt(list[index], rest, next);
  if (!inner) return undefined;
  return { value: inner.value === undefined ? list.toSpliced(index, 1) : list.toSpliced(index, 1, inner.value) };
}

/** Where two JSON values differ: the pointers of the smallest differing parts, with both values. */
export function differences(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): { field: string; before: unknown; after: unknown }[] {
  if (!branching(before) || !branching(after) || Array.isArray(before) !== Array.isArray(after)) {
    return Object.is(before, after) ? [] : [{ field: pointer(path), before, after }];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(valueAt(before, [key]), valueAt(after, [key]), [...path, key]));
}

function branching(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}
