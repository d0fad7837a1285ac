import type { NodeDefinition } from '@throughline/flow';
import type { Widget } from '@throughline/nodes/definitions';
import { z } from 'zod';

/** JSON Schema of a setting with its words and widget, as the definitions write it. */
export interface SettingSchema {
  type?: string;
  title?: string;
  widget?: Widget;
  description?: string;
  placeholder?: string;
  /** Text of several lines. */
  lines?: boolean;
  advanced?: boolean;
  language?: 'jsonata' | 'javascript' | 'json';
  properties?: Record<string, SettingSchema>;
  required?: string[];
  items?: SettingSchema;
  enum?: (string | number)[];
  const?: unknown;
  default?: unknown;
  anyOf?: SettingSchema[];
  oneOf?: SettingSchema[];
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

const known = new WeakMap<NodeDefinition, SettingSchema>();

/** The form of a node type. */
export function settingsOf(definition: NodeDefinition): SettingSchema {
  const made = known.get(definition) ?? (z.toJSONSchema(definition.config, { io: 'input' }) as SettingSchema);
  known.set(definition, made);
  return made;
}

/** What the schema is when the setting has a value: the one form besides nothing. */
export function present(schema: SettingSchema): SettingSchema {
  const forms = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const only = forms.length === 1 ? forms[0] : undefined;
  if (schema.anyOf === undefined || only === undefined) return schema;
  const { anyOf: _forms, ...words } = schema;
  return { ...present(only), ...words };
}

export function isNullable(schema: SettingSchema): boolean {
  return schema.anyOf?.some(({ type }) => type === 'null') ?? false;
}

/** The forms of a discriminated union, each with the values that tell it from the others. */
export function variantsOf(schema: SettingSchema): { schema: SettingSchema; mark: Record<string, unknown> }[] {
  return (schema.oneOf ?? []).map((form) => ({
    schema: form,
    mark: Object.fromEntries(
      Object.entries(form.properties ?? {}).flatMap(([name, inner]) => ('const' in inner ? [[name, inner.const]] : [])),
    ),
  }));
}

export function variantIndex(schema: SettingSchema, value: unknown): number {
  if (value === null || typeof value !== 'object') return -1;
  return variantsOf(schema).findIndex(({ mark }) =>
    Object.entries(mark).every(([name, wanted]) => (value as Record<string, unknown>)[name] === wanted),
  );
}

/** A value to begin with: what the schema says, else the smallest that has its form. */
export function initialOf(schema: SettingSchema): unknown {
  if (schema.default !== undefined) return structuredClone(schema.default);
  if ('const' in schema) return schema.const;
  if (isNullable(schema)) return null;
  if (schema.enum !== undefined) return schema.enum[0];
  const first = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (first !== undefined) return initialOf(first);
  if (schema.type === 'object') {
    const wanted = (schema.required ?? []).concat(
      Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => (inner.default === undefined ? [] : [name])),
    );
    const names = [...new Set(wanted)];
    return Object.fromEntries(names.map((name) => [name, initialOf(schema.properties?.[name] ?? {})]));
  }
  if (schema.type === 'array') return schema.minItems && schema.items ? [initialOf(schema.items)] : [];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'number' || schema.type === 'integer') return schema.minimum ?? 0;
  return '';
}

/** Turns a value into another form of its union: what both forms have stays. */
export function inVariant(variant: SettingSchema, value: unknown): unknown {
  const fresh = initialOf(variant) as Record<string, unknown>;
  const old = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  const kept = Object.entries(variant.properties ?? {})
    .filter(([name, inner]) => !('const' in inner) && Object.hasOwn(old, name))
    .map(([name]) => [name, old[name]]);
  return { ...fresh, ...Object.fromEntries(kept) };
}
