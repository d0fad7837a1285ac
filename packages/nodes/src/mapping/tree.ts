/**
 * A mapping as the mapper draws it. The stored form is JSONata text only; this tree is read from it (fromJsonata) and written back
 * (toJsonata). What has no picture is an expression block and keeps its text. All texts inside are JSONata.
 */
export interface Mapping {
  /** Stands above everything. */
  comment?: string;
  /** Named values worked out first: `$name := text`, the name without `$`. */
  variables: Variable[];
  /** The outgoing message. */
  root: Value;
}

export interface Variable {
  name: string;
  text: string;
  comment?: string;
}

export type Value =
  | { kind: 'constant'; value: string | number | boolean | null }
  /** A place in the message (or in the element of the for-each around it): `lines[0].po`, `$$.site`, `%.unit`, `$rate.value`. */
  | { kind: 'path'; path: string }
  | { kind: 'object'; fields: MappedField[] }
  | { kind: 'list'; items: Value[] }
  | Each
  | { kind: 'if'; when: string; use: Value; otherwise: Value | null }
  | Lookup
  /** A function with its arguments, the name without `$`: a conversion on a wire has the wire's source as first argument. */
  | { kind: 'call'; name: string; arguments: Value[] }
  | { kind: 'expression'; text: string };

export interface MappedField {
  name: string;
  value: Value;
  comment?: string;
}

/** For each element of a list, one value. */
export interface Each {
  kind: 'each';
  /** Where the list is. */
  over: string;
  /** Only elements for which this is true. */
  where: string | null;
  /** Built inside the element: paths start there. */
  value: Value;
  /**
   * What one or no element gives. `list`: always a list, empty when there is none. `list-or-nothing`: a list, nothing when there is
   * none. `unwrapped`: one element stands without its list, as plain JSONata has it.
   */
  result: 'list' | 'list-or-nothing' | 'unwrapped';
}

/** A row, or one column of it, from a reference table. */
export interface Lookup {
  kind: 'lookup';
  table: string;
  /** One bare value for a table with one key column, or a value for each key column. */
  key: string | { column: string; text: string }[];
  /** The day the row is effective on; null: the day of acceptance. */
  at: string | null;
  column: string | null;
}
