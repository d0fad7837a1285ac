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

/** An open object or list, of which so many members have been told. */
interface Open {
  value: unknown;
  /** Of an object; a list has places. */
  names: string[] | null;
  path: string;
  told: number;
}

/** The lines that are to be seen, depth first, without recursion: a message may be as deep as it likes. */
export function linesOf(root: unknown, isOpen: (path: string, depth: number) => boolean): Line[] {
  const lines: Line[] = [];
  const open: Open[] = [];
  tell(root, '', null);
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const { value, names, path } = at;
    const isList = names === null;
    if (at.told === (names ?? (value as unknown[])).length) {
      open.pop();
      lines.push({ path: `${path}$`, depth: open.length, label: null, kind: 'end', value: null, count: 0, isList });
    } else if (isList) {
      const i = at.told++;
      tell((value as unknown[])[i], pathOf(path, i), String(i));
    } else {
      const name = names[at.told++]!;
      tell((value as Record<string, unknown>)[name], pathOf(path, name), name);
    }
  }
  return lines;

  function tell(value: unknown, path: string, label: string | null): void {
    const depth = open.length;
    const isList = Array.isArray(value);
    if (isLeaf(value)) {
      lines.push({ path, depth, label, kind: 'value', value, count: 0, isList: false });
      return;
    }
    const names = isList ? null : Object.keys(value as object);
    const { length: count } = names ?? (value as unknown[]);
    const isTold = count > 0 && isOpen(path, depth);
    lines.push({ path, depth, label, kind: isTold ? 'open' : 'closed', value: null, count, isList });
    if (isTold) open.push({ value, names, path, told: 0 });
  }
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
