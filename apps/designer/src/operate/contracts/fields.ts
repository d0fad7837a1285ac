import type { JsonSchema } from '@throughline/contracts';

/** One field of a contract, as a line. */
export interface FieldLine {
  /** `lines[].item` */
  path: string;
  name: string;
  depth: number;
  title: string;
  description: string;
  type: string;
  rule: string;
  isRequired: boolean;
  class: string | null;
}

/** Every field of a contract in its own order, those inside below what they are in. */
export function fieldsOf(schema: JsonSchema, path = '', depth = 0): FieldLine[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const inner = field.items ?? field;
    const line: FieldLine = {
      path: at,
      name,
      depth,
      title: field.title ?? name,
      description: field.description ?? '',
      type: field.type === 'array' ? `list of ${inner.type ?? 'values'}s` : typeOf(field),
      rule: ruleOf(field),
      isRequired: required.has(name),
      class: field['x-class'] ?? null,
    };
    return [line, ...fieldsOf(inner, field.items ? `${at}[]` : at, depth + 1)];
  });
}

function typeOf({ type, format }: JsonSchema): string {
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'instant';
  return { string: 'text', integer: 'whole number', boolean: 'yes or no' }[type as string] ?? type ?? 'anything';
}

function ruleOf(field: JsonSchema): string {
  const parts = [
    field.enum === undefined ? '' : field.enum.join(', '),
    field.maxLength === undefined ? '' : `${field.maxLength} characters at most`,
    field.exclusiveMinimum === undefined ? '' : `above ${field.exclusiveMinimum}`,
    field.minimum === undefined ? '' : `${field.minimum} at least`,
    field.maximum === undefined ? '' : `${field.maximum} at most`,
    field.minItems === undefined ? '' : `${field.minItems} to ${field.maxItems ?? 'many'}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
