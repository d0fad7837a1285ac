import type { DataClass, JsonSchema } from './schema.ts';

const GRAVITY: readonly DataClass[] = ['open', 'financial', 'pii', 'phi'];

/**
 * The data class of a field, by a path such as `lines[2].item`, `lines.item` or `lines[].item`. For an object or a list it is the
 * gravest class of anything within (phi over pii over financial over open). Undefined when the contract has no such field.
 */
export function dataClassOf(schema: JsonSchema, path: string): DataClass | undefined {
  const names = path
    .replaceAll(/\[\d*\]/g, '')
    .split('.')
    .filter((name) => name !== '');
  let at = schema;
  for (const name of names) {
    const properties = (at.items ?? at).properties;
    const inner = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!inner) return undefined;
    at = inner;
  }
  return gravest(at);
}

function gravest(schema: JsonSchema): DataClass | undefined {
  if (schema['x-class']) return schema['x-class'];
  const within = schema.items ? [schema.items] : Object.values(schema.properties ?? {});
  const found = within.map(gravest).filter((one) => one !== undefined);
  return found.sort((a, b) => GRAVITY.indexOf(b) - GRAVITY.indexOf(a))[0];
}

/** Every field of a contract that holds a value, by dotted path (lists without brackets), with its class; without one it is open. */
export function fieldClasses(schema: JsonSchema, path = ''): [path: string, kind: DataClass][] {
  const within = schema.items ?? schema;
  const fields = Object.entries(within.properties ?? {});
  if (fields.length === 0) return path === '' ? [] : [[path, within['x-class'] ?? schema['x-class'] ?? 'open']];
  return fields.flatMap(([name, field]) => fieldClasses(field, path === '' ? name : `${path}.${name}`));
}
