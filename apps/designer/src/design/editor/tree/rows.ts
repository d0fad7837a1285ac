import { isHl7 } from '../message/hl7.ts';
import { type Shape, typeWord } from '../message/shape.ts';
import { hl7Children } from './hl7-rows.ts';

/** One line of a tree of values. */
export interface Row {
  id: string;
  path: (string | number)[];
  key: string;
  depth: number;
  value: unknown;
  kind: 'object' | 'list' | 'value';
  type: string;
  /** How many fields or elements. */
  count: number;
  isOpen: boolean;
  /** What the contract says of it. */
  shape: Shape | undefined;
  /** Named by the contract and not in this message. */
  isAbsent: boolean;
}

export interface TreeState {
  /** Ids that are open although deep, and closed although shallow. */
  toggled: ReadonlySet<string>;
  search: string;
}

/** Open by themselves so far down. */
const OPEN_DEPTH = 2;
/** A list longer than this begins closed. */
const OPEN_COUNT = 30;
const FOUND_MAX = 1000;
const NOTHING: TreeState = { toggled: new Set(), search: '' };

/** The lines to draw: what is open, or what the search finds with all that leads to it. */
export function rowsOf(value: unknown, shape: Shape | undefined, state: TreeState): Row[] {
  const rows: Row[] = [];
  const childrenOf: ChildrenOf = isHl7(value) ? hl7Children(value) : usualChildren;
  if (state.search !== '') {
    search(childrenOf, { value, shape, id: '', path: [] }, 0, state.search.toLowerCase(), rows);
    return rows;
  }
  const walk = (parent: Parent, depth: number, isLong: boolean) => {
    const isDeep = isLong || depth >= OPEN_DEPTH;
    for (const child of childrenOf(parent)) {
      const row = rowOf(child, parent, depth, isDeep, state);
      rows.push(row);
      if (row.isOpen) walk(row, depth + 1, row.kind === 'list' && row.count > OPEN_COUNT);
    }
  };
  walk({ value, shape, id: '', path: [] }, 0, false);
  return rows;
}

/** What has lines below it. */
export type Parent = Pick<Row, 'id' | 'path' | 'value' | 'shape'>;

export interface Child {
  key: string | number;
  value: unknown;
  shape: Shape | undefined;
  /** Where it is, when that is more than one step further. */
  path?: (string | number)[];
}

type ChildrenOf = (parent: Parent) => Child[];

/** What is in the message first, then what its contract names besides. */
function usualChildren({ value, shape }: Parent): Child[] {
  if (Array.isArray(value)) return value.map((one: unknown, key) => ({ key, value: one, shape: shape?.element }));
  const fields = shape?.kind === 'object' ? shape.fields : [];
  const isObject = value !== null && typeof value === 'object';
  if (!isObject && value !== undefined) return [];
  const there = isObject
    ? Object.entries(value).map(([key, inner]): Child => {
        return { key, value: inner, shape: fields.find(({ name }) => name === key) };
      })
    : [];
  const absent = fields.filter(({ name, isContract }) => isContract && !(isObject && Object.hasOwn(value, name)));
  return absent.length === 0
    ? there
    : [...there, ...absent.map((field) => ({ key: field.name, value: undefined, shape: field }))];
}

function rowOf(
  { key, value, shape, path }: Child,
  parent: Parent,
  depth: number,
  isDeep: boolean,
  state: TreeState,
): Row {
  const kind = kindOf(value, shape);
  const count = countOf(value, shape, kind);
  const id = `${parent.id}/${key}`;
  const opensItself = !isDeep && count <= OPEN_COUNT && value !== undefined;
  return {
    id,
    path: path ?? [...parent.path, key],
    key: String(key),
    depth,
    value,
    kind,
    type: value === undefined ? (shape?.type ?? '') : typeWord(value),
    count,
    isOpen: kind !== 'value' && opensItself !== state.toggled.has(id),
    shape,
    isAbsent: value === undefined,
  };
}

function kindOf(value: unknown, shape: Shape | undefined): Row['kind'] {
  if (Array.isArray(value)) return 'list';
  if (value !== null && typeof value === 'object') return 'object';
  if (value === undefined && shape?.kind === 'object') return 'object';
  return 'value';
}

function countOf(value: unknown, shape: Shape | undefined, kind: Row['kind']): number {
  if (Array.isArray(value)) return value.length;
  if (value !== null && typeof value === 'object') return Object.keys(value).length;
  return kind === 'object' ? (shape?.fields.length ?? 0) : 0;
}

/** Adds what has the text in its name, title or value, and all that leads to it; true when anything was found. */
function search(childrenOf: ChildrenOf, parent: Parent, depth: number, wanted: string, rows: Row[]): boolean {
  let isFound = false;
  for (const child of childrenOf(parent)) {
    if (rows.length > FOUND_MAX) return isFound;
    const at = rows.length;
    const row = rowOf(child, parent, depth, true, NOTHING);
    rows.push({ ...row, isOpen: row.kind !== 'value' });
    const isMatch = matches(row, wanted);
    const hasInner = row.kind !== 'value' && search(childrenOf, row, depth + 1, wanted, rows);
    if (isMatch || hasInner) isFound = true;
    else rows.length = at;
  }
  return isFound;
}

function matches({ key, shape, kind, value }: Row, wanted: string): boolean {
  if (key.toLowerCase().includes(wanted) || (shape?.title?.toLowerCase().includes(wanted) ?? false)) return true;
  return kind === 'value' && value !== undefined && String(value).toLowerCase().includes(wanted);
}
