import { isMasked } from './masked.ts';
import { isLeaf, pathOf } from './tree.ts';

export interface Difference {
  path: string;
  kind: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

/** More than this nobody reads. */
const MOST = 2000;

/** What differs between two messages, by path, in their own order; list elements are compared by their place. */
export function differences(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  const stack: { path: string; before: unknown; after: unknown }[] = [{ path: '', before, after }];
  for (let at = stack.pop(); at !== undefined && found.length < MOST; at = stack.pop()) {
    const one = compared(at.path, at.before, at.after);
    if (Array.isArray(one)) stack.push(...one.reverse());
    else if (one !== null) found.push(one);
  }
  return found;
}

type Pair = { path: string; before: unknown; after: unknown };

function compared(path: string, before: unknown, after: unknown): Difference | Pair[] | null {
  if (before === undefined && after === undefined) return null;
  // A whole message that is new, or gone, is told field by field.
  if (before === undefined)
    return path === '' && isRecord(after) ? compared(path, {}, after) : { path, kind: 'added', after };
  if (after === undefined)
    return path === '' && isRecord(before) ? compared(path, before, {}) : { path, kind: 'removed', before };
  if (isLeaf(before) || isLeaf(after) || Array.isArray(before) !== Array.isArray(after)) {
    return same(before, after) ? null : { path, kind: 'changed', before, after };
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => ({
      path: pathOf(path, i),
      before: before[i] as unknown,
      after: after[i] as unknown,
    }));
  }
  const [from, to] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = [...Object.keys(from), ...Object.keys(to).filter((name) => !Object.hasOwn(from, name))];
  return names.map((name) => ({
    path: pathOf(path, name),
    before: Object.hasOwn(from, name) ? from[name] : undefined,
    after: Object.hasOwn(to, name) ? to[name] : undefined,
  }));
}

function isRecord(value: unknown): boolean {
  return !isLeaf(value) && !Array.isArray(value) && Object.keys(value as object).length > 0;
}

function same(a: unknown, b: unknown): boolean {
  if (isMasked(a) && isMasked(b)) return a.hash === b.hash && a.length === b.length;
  return Object.is(a, b) || (isLeaf(a) && isLeaf(b) && JSON.stringify(a) === JSON.stringify(b));
}
