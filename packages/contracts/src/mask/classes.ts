import { dataClassOf } from '../data-class.ts';
import type { DataClass, JsonSchema } from '../schema.ts';
import type { TableDefinition } from '../table/definition.ts';
import type { ClassOf } from './mask.ts';

const GRAVITY: readonly DataClass[] = ['open', 'financial', 'pii', 'phi'];

function graver(a: DataClass | undefined, b: DataClass | undefined): DataClass | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return GRAVITY.indexOf(a) > GRAVITY.indexOf(b) ? a : b;
}

/** Names that say nothing: the name of a supplier is open, the name in a row nobody described may be a patient's. */
const VAGUE = new Set([
  'id',
  'name',
  'text',
  'note',
  'comment',
  'address',
  'phone',
  'email',
  'value',
  'title',
  'number',
  'date',
]);

/**
 * What is known of the fields of a flow's messages: where a contract has the very path, its class; else the gravest class of any
 * field of that name, in a contract or as a column of a table whose rows come into messages. Unknown and vague names have none.
 */
export function classesOf(schemas: readonly JsonSchema[], tables: readonly TableDefinition[]): ClassOf {
  const byName = new Map<string, DataClass>();
  const note = (name: string, found: DataClass | undefined) => {
    const worst = graver(byName.get(name), found);
    if (worst !== undefined) byName.set(name, worst);
  };
  for (const schema of schemas) collect(schema, note);
  for (const { columns } of tables) for (const { name, class: found } of columns) note(name, classOr(found));
  return (path) => {
    let exact: DataClass | undefined;
    for (const schema of schemas) exact = graver(exact, dataClassOf(schema, path));
    const name = lastName(path);
    const named = byName.get(name);
    return exact ?? (VAGUE.has(name) && named !== 'phi' && named !== 'pii' ? undefined : named);
  };
}

function collect(schema: JsonSchema, note: (name: string, found: DataClass | undefined) => void): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    note(name, field['x-class'] ?? field.items?.['x-class']);
    collect(field, note);
  }
  if (schema.items) collect(schema.items, note);
}

function lastName(path: string): string {
  return (
    path
      .replaceAll(/\[\d+\]/g, '')
      .split('.')
      .at(-1) ?? ''
  );
}

/** A column without a class is open: tables are the house's own codes. */
function classOr(name: string | undefined): DataClass {
  return GRAVITY.find((one) => one === name) ?? 'open';
}
