import { isMasked } from './masked.ts';

/** One line of a drawn tree. */
export interface Line {
  /** `lines[2].item`; '' for the whole. */
  path: string;
  depth: number;
  /** Name of the member, or place in a list. */
  label: string | null;
  kind: 'value' | 'open' | 'closed' | 'end';
  value: unknown;
  /** Members of an object or list. */
  count: number;
  isList: boolean;
}

export function pathOf(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A value that has no members to open: a text, a number, nothing, a masked value. */
export function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || isMasked(value) || Object.getPrototypeOf(value) === null
    ? true
    : !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype;
}

/** The lines that are to be seen, depth first, without recursion: a message may be as deep as it likes. */
export function linesOf(root: unknown, isOpen: (path: string, depth: number) => boolean): Line[] {
  const lines: Line[] = [];
  const stack: { value: unknown; path: string; depth: number; label: string | null; isEnd?: boolean }[] = [
    { value: root, path: '', depth: 0, label: null },
  ];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { value, path, depth, label } = at;
    const isList = Array.isArray(value);
    if (at.isEnd === true) {
      lines.push({ path: `${path}$`, depth, label: null, kind: 'end', value: null, count: 0, isList });
      continue;
    }
    if (isLeaf(value)) {
      lines.push({ path, depth, label, kind: 'value', value, count: 0, isList: false });
      continue;
    }
    const entries: [string | number, unknown][] = isList
      ? value.map((one, i) => [i, one])
      : Object.entries(value as Record<string, unknown>);
    const open = entries.length > 0 && isOpen(path, depth);
    lines.push({ path, depth, label, kind: open ? 'open' : 'closed', value: null, count: entries.length, isList });
    if (!open) continue;
    stack.push({ value, path, depth, label: null, isEnd: true });
    for (const [key, one] of entries.reverse()) {
      stack.push({ value: one, path: pathOf(path, key), depth: depth + 1, label: String(key) });
    }
  }
  return lines;
}

/** Every object and list on the way to a path: what must be open for it to be seen. */
export function waysTo(path: string): string[] {
  const ways = [''];
  const parts = path.match(/\[\d+\]|[^.[\]]+/g) ?? [];
  let at = '';
  for (const part of parts) {
    at = part.startsWith('[') ? `${at}${part}` : pathOf(at, part);
    ways.push(at);
  }
  return ways;
}
