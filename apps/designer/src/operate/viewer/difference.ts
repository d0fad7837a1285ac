import { isMasked } from './masked.ts';
import { isLeaf, pathOf } from './tree.ts';

export interface Difference {
  path: string;
  kind: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

/** More than this nobody reads. */
export const MOST = 2000;

/**
 * What differs between two messages, by path, in their own order. Lists are laid against each other at both ends, so that an element that
 * was put in or taken out is told as that; between, they are compared by their place.
 */
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
    return aligned(path, before, after);
  }
  const [from, to] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = [...Object.keys(from), ...Object.keys(to).filter((name) => !Object.hasOwn(from, name))];
  return names.map((name) => ({
    path: pathOf(path, name),
    before: Object.hasOwn(from, name) ? from[name] : undefined,
    after: Object.hasOwn(to, name) ? to[name] : undefined,
  }));
}

function aligned(path: string, before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isAlike(before[head], after[head], 0)) head++;
  let tail = 0;
  while (tail < shorter - head && isAlike(before.at(-1 - tail), after.at(-1 - tail), 0)) tail++;
  const [from, to] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  return Array.from({ length: Math.max(from.length, to.length) }, (_, i) => ({
    path: pathOf(path, head + i),
    before: from[i],
    after: to[i],
  }));
}

/** Deeper than this they are compared one by one. */
const DEEP = 100;

function isAlike(a: unknown, b: unknown, depth: number): boolean {
  if (isLeaf(a) || isLeaf(b)) return same(a, b);
  if (depth > DEEP || Array.isArray(a) !== Array.isArray(b)) return false;
  const [from, to] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(from);
  return (
    names.length === Object.keys(to).length &&
    names.every((name) => Object.hasOwn(to, name) && isAlike(from[name], to[name], depth + 1))
  );
}

function isRecord(value: unknown): boolean {
  return !isLeaf(value) && !Array.isArray(value) && Object.keys(value as object).length > 0;
}

function same(a: unknown, b: unknown): boolean {
  if (isMasked(a) && isMasked(b)) return a.hash === b.hash && a.length === b.length;
  return Object.is(a, b) || (isLeaf(a) && isLeaf(b) && JSON.stringify(a) === JSON.stringify(b));
}
