import { fieldSchema } from '@throughline/flow';
import { z } from 'zod';

/** How the node editor shows a setting; the designer has one component for each. */
export type Widget =
  | 'text'
  | 'number'
  | 'switch'
  | 'select'
  | 'field'
  | 'expression'
  | 'code'
  | 'mapping'
  | 'cases'
  | 'key-value'
  | 'table'
  | 'contract'
  | 'flow'
  | 'nodes'
  | 'path'
  | 'paths'
  | 'keys'
  | 'format'
  | 'cron'
  | 'time-zone'
  | 'duration'
  | 'secret'
  | 'connection'
  | 'json'
  | 'group';

interface More {
  description?: string;
  placeholder?: string;
  /** Shown only when asked for. */
  advanced?: boolean;
  /** Text of several lines. */
  lines?: boolean;
  /** Language of an expression or code widget. */
  language?: 'jsonata' | 'javascript' | 'json';
}

/** Gives a setting its words and its widget in the node editor. */
export function setting<S extends z.ZodType>(schema: S, widget: Widget, title: string, more: More = {}): S {
  return schema.meta({ title, widget, ...more });
}

/** A JSONata expression that is required. */
export const expression = z.string().min(1).max(20_000);

/** A JSONata expression as a field, resolved before the step runs. */
export const exprField = z.strictObject({ expr: expression });

export { fieldSchema as field };

/** A dotted path inside a JSON message: `supplier.id`. */
export const dottedPath = z
  .string()
  .max(200)
  .regex(/^[^.[\]\s]+(?:\.[^.[\]\s]+)*$/, 'names with dots between them, such as supplier.id');

/** A contract by name and version: `supply-usage@1`. */
export const contractName = z
  .string()
  .max(120)
  .regex(/^[a-z0-9][a-z0-9-]*@\d+(?:\.\d+){0,2}$/, 'a name and a version, such as supply-usage@1');

/** A name of something kept elsewhere: a table, a connection, a secret. */
export const reference = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits, dot, _ and -');

/** A record of header or query names to fields. */
export const namedFields = z.record(z.string().min(1).max(200), fieldSchema);

/** What is said about an empty record of no settings. */
export const nothing = z.strictObject({});
