import type { Value } from '@throughline/nodes/mapping';
import { fieldNamed, type Shape } from '../../editor/message/shape.ts';
import { insideIf, type Place, placeKey, type Scope } from './place.ts';
import { type Message, placeOfEach, type Reference, referencesOf } from './reference.ts';

/** One line of the source tree: a place of the incoming message; lists stand for their elements. */
export interface SourceRow {
  id: string;
  path: readonly string[];
  shape: Shape;
  depth: number;
  canOpen: boolean;
  isOpen: boolean;
}

/** One line of the target tree. */
export interface TargetRow {
  id: string;
  place: Place;
  name: string;
  depth: number;
  shape: Shape | undefined;
  kind: 'object' | 'list' | 'value' | 'unknown';
  value: Value | null;
  scope: Scope;
  references: readonly Reference[];
  canOpen: boolean;
  isOpen: boolean;
  /** Named by the contract: required, and nothing is mapped although what it lies in is. */
  isMissing: boolean;
  /** Mapped, and not in the contract. */
  isForeign: boolean;
}

export interface Openness {
  /** Ids of what is closed although it would be open. */
  closed: ReadonlySet<string>;
  search: string;
}

export const sourceId = (path: readonly string[]): string => path.map((name) => `/${name}`).join('');

export function sourceRows(shape: Shape, { closed, search }: Openness): SourceRow[] {
  const rows: SourceRow[] = [];
  const walk = (at: Shape, path: readonly string[], depth: number): boolean => {
    const fields = at.kind === 'list' ? (at.element?.fields ?? []) : at.fields;
    let any = false;
    for (const field of fields) {
      const inner = [...path, field.name];
      const id = sourceId(inner);
      const canOpen = (field.kind === 'list' ? (field.element?.fields ?? []) : field.fields).length > 0;
      const isOpen = canOpen && (search !== '' || !closed.has(id));
      const index = rows.length;
      rows.push({ id, path: inner, shape: field, depth, canOpen, isOpen });
      const isInner = isOpen && walk(field, inner, depth + 1);
      if (search !== '' && !isInner && !matches(field.name, field, search)) rows.length = index;
      else any = true;
    }
    return any;
  };
  walk(shape, [], 0);
  return rows;
}

export function targetRows(
  root: Value | null,
  shape: Shape | undefined,
  message: Message,
  openness: Openness,
): TargetRow[] {
  const rows: TargetRow[] = [];
  const inside = insideIf(root);
  const isPlain = root === null || (root.kind === 'object' && inside === root);
  if (isPlain) children(rows, root, shape, [], [], 0, message, openness, true);
  else
    add(
      rows,
      { name: 'message', value: root, shape, place: [], scope: [], depth: 0, isNeeded: false },
      message,
      openness,
    );
  // Without a contract nothing is foreign.
  return shape === undefined ? rows.map((row) => ({ ...row, isForeign: false })) : rows;
}

interface Entry {
  name: string;
  value: Value | null;
  shape: Shape | undefined;
  place: Place;
  scope: Scope;
  depth: number;
  /** What it lies in is built, so that a required field is missed. */
  isNeeded: boolean;
}

function add(rows: TargetRow[], entry: Entry, message: Message, openness: Openness): boolean {
  const { value, shape, place, scope, depth } = entry;
  const id = placeKey(place);
  const inside = insideIf(value);
  const kind = kindOf(inside, shape);
  const canOpen = hasChildren(inside, shape);
  const isOpen = canOpen && (openness.search !== '' || !openness.closed.has(id));
  const index = rows.length;
  rows.push({
    id,
    place,
    name: entry.name,
    depth,
    shape,
    kind,
    value,
    scope,
    references: referencesOf(value, scope, message),
    canOpen,
    isOpen,
    isMissing: entry.isNeeded && shape?.required === true && value === null,
    isForeign: shape === undefined && value !== null && place.length > 0 && typeof place.at(-1) === 'object',
  });
  let any = false;
  if (isOpen) any = children(rows, inside, shape, place, scope, depth + 1, message, openness, value !== null);
  if (value?.kind === 'if' && value.otherwise !== null) {
    any =
      add(
        rows,
        {
          name: 'otherwise',
          value: value.otherwise,
          shape,
          place: [...place, 'otherwise'],
          scope,
          depth: depth + 1,
          isNeeded: false,
        },
        message,
        openness,
      ) || any;
  }
  if (openness.search === '' || any || matches(entry.name, shape, openness.search)) return true;
  rows.length = index;
  return false;
}

function children(
  rows: TargetRow[],
  value: Value | null,
  shape: Shape | undefined,
  place: Place,
  scope: Scope,
  depth: number,
  message: Message,
  openness: Openness,
  isNeeded: boolean,
): boolean {
  if (value?.kind === 'list') {
    return value.items
      .map((item, i) => {
        const entry = {
          name: String(i + 1),
          value: item,
          shape: shape?.element,
          place: [...place, i],
          scope,
          depth,
          isNeeded,
        };
        return add(rows, entry, message, openness);
      })
      .some(Boolean);
  }
  if (value?.kind === 'each' || (value === null && shape?.kind === 'list')) {
    const each = value?.kind === 'each' ? value : null;
    const inner = each === null ? scope : [...scope, placeOfEach(each, scope, message)];
    const at: Place = [...place, 'each'];
    const built = each?.value ?? null;
    const isObject = built === null ? shape?.element?.kind === 'object' : built.kind === 'object';
    if (!isObject) {
      const entry = {
        name: 'each element',
        value: built,
        shape: shape?.element,
        place: at,
        scope: inner,
        depth,
        isNeeded,
      };
      return add(rows, entry, message, openness);
    }
    return children(rows, built, shape?.element, at, inner, depth, message, openness, each !== null);
  }
  const mapped = value?.kind === 'object' ? value.fields : [];
  const named = shape?.kind === 'object' ? shape.fields : [];
  const values = new Map(mapped.map((field) => [field.name, field.value]));
  const names = [...new Set([...named.map(({ name }) => name), ...mapped.map(({ name }) => name)])];
  return names
    .map((name) =>
      add(
        rows,
        {
          name,
          value: values.get(name) ?? null,
          shape: fieldNamed(named, name),
          place: [...place, { field: name }],
          scope,
          depth,
          isNeeded,
        },
        message,
        openness,
      ),
    )
    .some(Boolean);
}

function kindOf(value: Value | null, shape: Shape | undefined): TargetRow['kind'] {
  if (value?.kind === 'object') return 'object';
  if (value?.kind === 'each' || value?.kind === 'list') return 'list';
  return shape?.kind ?? 'unknown';
}

function hasChildren(value: Value | null, shape: Shape | undefined): boolean {
  if (value === null) return shape?.kind === 'object' ? shape.fields.length > 0 : shape?.kind === 'list';
  return value.kind === 'object' || value.kind === 'each' || value.kind === 'list';
}

function matches(name: string, shape: Shape | undefined, search: string): boolean {
  const wanted = search.toLowerCase();
  if (shape?.label?.toLowerCase().includes(wanted)) return true;
  return name.toLowerCase().includes(wanted) || (shape?.title?.toLowerCase().includes(wanted) ?? false);
}
