import type { DataClass, JsonSchema } from '@throughline/contracts';

/** What a message looks like at a point of the flow, from its contract and from samples: names, kinds, and what is known of them. */
export interface Shape {
  name: string;
  kind: 'object' | 'list' | 'value' | 'unknown';
  /** For values: `text`, `number`, `true or false`, `date`. */
  type: string;
  title?: string;
  description?: string;
  class?: DataClass;
  required: boolean;
  /** Named by the contract, and not only seen in a sample. */
  isContract: boolean;
  choices?: readonly string[];
  /** How an expression gets here from what is around it, where that is not the name. */
  step?: string;
  /** What it is shown as, where that is not the name. */
  label?: string;
  /** Fields of an object. */
  fields: Shape[];
  /** The element of a list. */
  element?: Shape;
}

/** How many elements of a list are looked at, so that a large sample stays quick. */
const ELEMENTS_READ = 200;

export function emptyShape(name = ''): Shape {
  return { name, kind: 'unknown', type: '', required: false, isContract: false, fields: [] };
}

export function shapeOfSchema(schema: JsonSchema, name = '', required = false): Shape {
  const common = {
    name,
    required,
    isContract: true,
    ...(schema.title === undefined ? {} : { title: schema.title }),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema['x-class'] === undefined ? {} : { class: schema['x-class'] }),
    ...(schema.enum === undefined ? {} : { choices: schema.enum }),
  };
  if (schema.type === 'object' || schema.properties !== undefined) {
    const wanted = new Set(schema.required);
    const fields = Object.entries(schema.properties ?? {}).map(([key, inner]) =>
      shapeOfSchema(inner, key, wanted.has(key)),
    );
    return { ...common, kind: 'object', type: 'object', fields };
  }
  if (schema.type === 'array') {
    return {
      ...common,
      kind: 'list',
      type: 'list',
      fields: [],
      element: schema.items ? shapeOfSchema(schema.items) : emptyShape(),
    };
  }
  return { ...common, kind: 'value', type: wordOf(schema), fields: [] };
}

/** The same shape with what a sample adds to it. */
export function withSample(shape: Shape, value: unknown): Shape {
  if (value === undefined || value === null) return shape;
  if (Array.isArray(value)) {
    let element = shape.element ?? emptyShape();
    for (const one of value.slice(0, ELEMENTS_READ)) element = withSample(element, one);
    return { ...shape, kind: 'list', type: 'list', element };
  }
  if (typeof value !== 'object') {
    return shape.kind === 'unknown' ? { ...shape, kind: 'value', type: typeWord(value) } : shape;
  }
  const known = new Map(shape.fields.map((field) => [field.name, field]));
  for (const [name, inner] of Object.entries(value))
    known.set(name, withSample(known.get(name) ?? emptyShape(name), inner));
  return { ...shape, kind: 'object', type: 'object', fields: [...known.values()] };
}

/** The shape at a path; a number leads to the element of a list, and so does a name where JSONata would look into each element. */
export function shapeAt(shape: Shape, path: readonly (string | number)[]): Shape | undefined {
  let here: Shape | undefined = shape;
  for (const part of path) {
    if (here === undefined) return undefined;
    if (typeof part === 'number') {
      here = here.kind === 'list' ? here.element : here;
      continue;
    }
    const holder: Shape | undefined = here.kind === 'list' ? here.element : here;
    here = holder === undefined ? undefined : fieldNamed(holder.fields, part);
  }
  return here;
}

const indexes = new WeakMap<readonly Shape[], ReadonlyMap<string, Shape>>();

/** A field by its name, at once however many there are. */
export function fieldNamed(fields: readonly Shape[], name: string): Shape | undefined {
  let index = indexes.get(fields);
  if (index === undefined) {
    index = new Map(fields.map((field) => [field.name, field]));
    indexes.set(fields, index);
  }
  return index.get(name);
}

/** Fields one may name behind this: those of the object, or of the list's elements. */
export function fieldsOf(shape: Shape | undefined): readonly Shape[] {
  if (shape === undefined) return [];
  return shape.kind === 'list' ? (shape.element?.fields ?? []) : shape.fields;
}

export function typeWord(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' ? 'number' : 'text';
}

function wordOf({ type, format }: JsonSchema): string {
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'instant';
  if (type === 'integer') return 'whole number';
  if (type === 'boolean') return 'true or false';
  return type === 'number' ? 'number' : 'text';
}
