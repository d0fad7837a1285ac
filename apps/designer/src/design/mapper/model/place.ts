import type { Each, MappedField, Value } from '@throughline/nodes/mapping';

/**
 * A step towards a place of the outgoing message: into a field, into what a for-each builds, into an element that is written out, or
 * into what an if gives otherwise. Into what an if gives when it is true there is no step: the place is the same.
 */
export type Step = { field: string } | 'each' | 'otherwise' | number;

export type Place = readonly Step[];

/** One text for one place. */
export function placeKey(place: Place): string {
  return place.map((step) => (typeof step === 'object' ? `/${step.field}` : `/[${step}]`)).join('');
}

/** A place as a person would write it: `lines[].item`. */
export function placeText(place: Place): string {
  const text = place.reduce<string>((before, step) => {
    if (typeof step === 'object') return before === '' ? step.field : `${before}.${step.field}`;
    if (step === 'each') return `${before}[]`;
    return step === 'otherwise' ? `${before} otherwise` : `${before}[${step}]`;
  }, '');
  return text === '' ? 'message' : text;
}

/** Places in the incoming message that the for-eachs around a place stand at, outermost first; null where it is not known. */
export type Scope = readonly (readonly string[] | null)[];

/** What stands behind ifs. */
export function insideIf(value: Value | null): Value | null {
  return value?.kind === 'if' ? insideIf(value.use) : value;
}

export function valueAt(root: Value | null, place: Place): Value | null {
  const [step, ...rest] = place;
  if (root === null || step === undefined) return root;
  if (root.kind === 'if') return step === 'otherwise' ? valueAt(root.otherwise, rest) : valueAt(root.use, place);
  if (typeof step === 'object') return root.kind === 'object' ? valueAt(fieldOf(root.fields, step.field), rest) : null;
  if (step === 'each') return root.kind === 'each' ? valueAt(root.value, rest) : null;
  if (typeof step === 'number') return root.kind === 'list' ? valueAt(root.items[step] ?? null, rest) : null;
  return null;
}

function fieldOf(fields: readonly MappedField[], name: string): Value | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}

/**
 * The root with the value at a place changed; null takes it away, and objects left empty with it. Objects on the way are made, and a
 * for-each where the way leads into one that is not there yet, by `makeEach`.
 */
export function changed(
  root: Value | null,
  place: Place,
  change: (value: Value | null) => Value | null,
  makeEach: (before: Place) => Each | null = () => null,
  before: Place = [],
): Value | null {
  const [step, ...rest] = place;
  if (step === undefined) return change(root);
  const go = (inner: Value | null, next: Place, at: Place) => changed(inner, next, change, makeEach, at);
  if (root?.kind === 'if') {
    if (step === 'otherwise') return { ...root, otherwise: go(root.otherwise, rest, [...before, step]) };
    const use = go(root.use, place, before);
    return use === null ? null : { ...root, use };
  }
  const here = [...before, step];
  if (typeof step === 'object') return withField(root, step.field, (inner) => go(inner, rest, here));
  if (step === 'each') {
    const each = root?.kind === 'each' ? root : makeEach(before);
    if (each === null) return { kind: 'list', items: [go(null, rest, here) ?? EMPTY] };
    return { ...each, value: go(each.value, rest, here) ?? EMPTY };
  }
  if (typeof step !== 'number' || root?.kind !== 'list') return root;
  const item = go(root.items[step] ?? null, rest, here);
  return { ...root, items: item === null ? root.items.toSpliced(step, 1) : root.items.with(step, item) };
}

export const EMPTY: Value = { kind: 'object', fields: [] };

function withField(root: Value | null, name: string, change: (value: Value | null) => Value | null): Value | null {
  const fields = root?.kind === 'object' ? root.fields : [];
  const at = fields.findIndex((field) => field.name === name);
  const value = change(at < 0 ? null : fields[at]!.value);
  if (value === null) {
    const left = fields.filter((field) => field.name !== name);
    return left.length === 0 ? null : { kind: 'object', fields: left };
  }
  const next = at < 0 ? [...fields, { name, value }] : fields.with(at, { ...fields[at]!, value });
  return { kind: 'object', fields: next };
}
